"""Exempt, extend, equivalent evidence: each with a reason, each by somebody else."""

import json
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.files.storage import storages

from accounts.people.choices import Role
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from portal.documents.keeping import StoredFileDamaged
from portal.mail.models import Message
from tests.factories.people import EmployeeFactory
from tests.factories.training import assignment_of, require
from tests.jobs_tools import drain
from training.assignments.choices import AssignmentState, Basis, EvidenceState
from training.assignments.models import Completion, EquivalentEvidence
from training.assignments.operations import (
    decide_equivalent,
    exempt,
    extend_deadline,
    recertify,
    record_equivalent,
)
from training.assignments.rules import (
    AssignmentNotOpen,
    CaseSettled,
    DeadlineNotLater,
    FileRequired,
    NotInFuture,
    NotYourself,
    ReasonRequired,
    SecondPersonRequired,
    TooLongAgo,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def march(time_machine):
    time_machine.move_to("2026-03-02T09:00:00Z", tick=False)


@pytest.fixture
def requirement(cast, basics):
    _ = cast.ben, cast.hanna
    return require(basics, validity_months=12)


@pytest.fixture
def second_hr(cast):
    return EmployeeFactory(roles=[Role.HR])


@pytest.fixture
def evidence(cast, requirement):
    return record_equivalent(
        assignment=assignment_of(cast.ben),
        done_on=date(2026, 2, 2),
        note="Chamber of commerce",
        file_name="certificate.pdf",
        file=b"%PDF-1.7 proof",
        by=cast.hanna,
    )


class TestExempting:
    def test_it_is_proof_of_its_own_kind_with_a_reason(self, cast, requirement, time_machine):
        waived = exempt(assignment=assignment_of(cast.ben), reason="Teaches it", by=cast.hanna)
        assignment = assignment_of(cast.ben)
        assert (assignment.state, assignment.exempt_reason) == (AssignmentState.EXEMPT, "Teaches it")
        assert (waived.basis, waived.valid_until) == (Basis.WAIVED, date(2027, 3, 2))
        assert json.loads(waived.record.canonical)["reason"] == "Teaches it"
        time_machine.move_to("2027-03-01T09:00:00Z", tick=False)
        recertify(requirement=requirement, today=date(2027, 3, 1))
        assert assignment_of(cast.ben).cycle == 2

    def test_only_hr_and_nobody_themself(self, cast, requirement):
        with pytest.raises(NotPermitted):
            exempt(assignment=assignment_of(cast.ben), reason="x", by=cast.mara)
        with pytest.raises(NotYourself):
            exempt(assignment=assignment_of(cast.hanna), reason="x", by=cast.hanna)
        with pytest.raises(ReasonRequired):
            exempt(assignment=assignment_of(cast.ben), reason=" \n", by=cast.hanna)
        assert not Completion.objects.exists()

    def test_not_twice(self, cast, requirement):
        exempt(assignment=assignment_of(cast.ben), reason="x", by=cast.hanna)
        with pytest.raises(AssignmentNotOpen):
            exempt(assignment=assignment_of(cast.ben), reason="x", by=cast.hanna)


class TestExtending:
    def test_a_later_day_with_a_reason(self, cast, requirement):
        extend_deadline(assignment=assignment_of(cast.ben), to=date(2026, 5, 2), reason="Busy", by=cast.hanna)
        assert assignment_of(cast.ben).due_on == date(2026, 5, 4)
        with pytest.raises(DeadlineNotLater):
            extend_deadline(
                assignment=assignment_of(cast.ben), to=date(2026, 4, 1), reason="x", by=cast.hanna
            )


class TestEquivalentEvidence:
    def test_a_second_person_makes_it_count(self, cast, requirement, evidence, second_hr):
        """T4: a file alone is nothing; two people stand for it."""
        assert not Completion.objects.exists()
        with pytest.raises(SecondPersonRequired):
            decide_equivalent(evidence=evidence, accept=True, by=cast.hanna)
        (done,) = decide_equivalent(evidence=evidence, accept=True, by=second_hr)
        assert (done.basis, done.valid_from, done.valid_until) == (
            Basis.EQUIVALENT,
            date(2026, 2, 2),
            date(2027, 2, 2),
        )
        said = json.loads(done.record.canonical)
        assert said["elsewhere"]["sha256"] == evidence.sha256
        assert said["elsewhere"]["decided_by"] == second_hr.name
        assert assignment_of(cast.ben).state == AssignmentState.DONE

    def test_nobody_decides_about_themself(self, cast, requirement, evidence, second_hr):
        own = record_equivalent(
            assignment=assignment_of(second_hr),
            done_on=date(2026, 2, 2),
            note="x",
            file_name="a.pdf",
            file=b"a",
            by=cast.hanna,
        )
        with pytest.raises(NotYourself):
            decide_equivalent(evidence=own, accept=True, by=second_hr)

    def test_the_learner_is_told(self, cast, requirement, evidence, second_hr):
        decide_equivalent(evidence=evidence, accept=False, note="Not our topic", by=second_hr)
        drain()
        message = Message.objects.get(kind="assignments.evidence_decided")
        assert "Not our topic" in mail.outbox[-1].body
        assert "/learning/courses/basics/" in mail.outbox[-1].body
        assert message.recipient_ref == cast.ben.ref
        assert message.context["note"] == "Not our topic"
        evidence.refresh_from_db()
        assert evidence.state == EvidenceState.REFUSED
        assert assignment_of(cast.ben).state == AssignmentState.OPEN

    def test_a_refusal_needs_a_note_and_is_final(self, cast, requirement, evidence, second_hr):
        with pytest.raises(ReasonRequired):
            decide_equivalent(evidence=evidence, accept=False, by=second_hr)
        decide_equivalent(evidence=evidence, accept=False, note="No", by=second_hr)
        with pytest.raises(CaseSettled):
            decide_equivalent(evidence=evidence, accept=True, by=second_hr)

    def test_a_file_that_is_gone_proves_nothing(self, cast, requirement, evidence, second_hr):
        storages["evidence"].delete(evidence.stored_as)
        with pytest.raises(StoredFileDamaged):
            decide_equivalent(evidence=evidence, accept=True, by=second_hr)
        assert not Completion.objects.exists()

    @pytest.mark.parametrize(
        ("facts", "refusal"),
        [
            ({"done_on": date(2026, 3, 3)}, NotInFuture),
            ({"done_on": date(2024, 3, 1)}, TooLongAgo),
            ({"file": b""}, FileRequired),
            ({"note": " "}, FileRequired),
        ],
    )
    def test_what_cannot_count_is_refused_at_once(self, cast, requirement, facts, refusal):
        given = {
            "done_on": date(2026, 2, 2),
            "note": "x",
            "file_name": "a.pdf",
            "file": b"a",
            **facts,
        }
        with pytest.raises(refusal):
            record_equivalent(assignment=assignment_of(cast.ben), by=cast.hanna, **given)
        assert not EquivalentEvidence.objects.exists()
        assert AuditEvent.objects.filter(verb="training.refused").exists()

    def test_what_was_done_two_weeks_ago_counts_from_then(self, cast, requirement, evidence, second_hr):
        (done,) = decide_equivalent(evidence=evidence, accept=True, by=second_hr)
        assert done.valid_until - done.valid_from == timedelta(days=365)
