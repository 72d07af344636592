"""K11: altering a stored completion, its record or its certificate is found by the check of the trail."""

import json

import pytest
from django.db import transaction

from portal.audit.models import AuditEvent
from portal.audit.verification import verify_trail
from portal.keys.commitments import commit, destroy_person_key
from tests.factories import training
from tests.portal.audit.tampering import run, unguarded
from tests.training.assignments.certificates.making import done, in_two_years
from training.assignments.certificates.issuing import issue_certificate
from training.assignments.models import Completion, CompletionRecord

pytestmark = pytest.mark.django_db
COMPLETIONS, CERTIFICATES = Completion._meta.db_table, "assignments_certificate"


@pytest.fixture
def intact(cast, passed, version) -> Completion:
    """Three completions, one with a certificate; everything holds."""
    done(cast.ada, version)
    issue_certificate(passed)
    done(cast.mara, version)
    assert verify_trail() is None
    return passed


def event_of(completion: Completion) -> int:
    return AuditEvent.objects.get(verb="completion.recorded", object_id=str(completion.ref)).seq


def alter(table: str, what: str, *params: object) -> None:
    with unguarded(table):
        run(f"UPDATE {table} SET {what}", *params)


@pytest.mark.parametrize(
    "column", ["valid_until", "valid_from", "basis", "commitment", "version_id", "employee_id", "at"]
)
def test_k11_every_column_of_a_completion(cast, intact, column):
    """K11: the columns people search by must say what was committed to."""
    other = {
        "valid_until": "2040-01-01",
        "valid_from": "2020-01-01",
        "basis": "attended",
        "commitment": "0" * 64,
        "version_id": None,
        "employee_id": cast.hanna.pk,
        "at": "2020-01-01 00:00:00+00",
    }
    alter(COMPLETIONS, f"{column} = %s WHERE id = %s", other[column], intact.pk)
    broken = verify_trail()
    assert broken is not None
    assert broken.seq == event_of(intact)
    assert str(intact.ref) in broken.why


def test_k11_the_text_of_its_record(intact):
    """K11: the readable part is under the person's key."""
    text = intact.record.canonical.replace('"asked":', '"asked":9')
    CompletionRecord.objects.filter(completion=intact).update(canonical=text)
    assert verify_trail().seq == event_of(intact)


@pytest.mark.parametrize("part", ["subject", "actor", "reason"])
def test_k11_what_is_shown_of_its_record(intact, part):
    """K11: the parts beside the text must say the same."""
    CompletionRecord.objects.filter(completion=intact).update(
        **{part: "Another." if part == "reason" else {"name": "Somebody Else"}}
    )
    assert verify_trail().seq == event_of(intact)


def test_k11_record_and_commitment_together(cast, intact):
    """K11: whoever also has the keys still meets the commitment in the chain."""
    said = json.loads(intact.record.canonical)
    said["valid_until"] = "2040-01-01"
    text = json.dumps(said)
    CompletionRecord.objects.filter(completion=intact).update(canonical=text)
    forged = commit(cast.ben.ref, text.encode())
    alter(COMPLETIONS, "valid_until = %s, commitment = %s WHERE id = %s", "2040-01-01", forged, intact.pk)
    assert verify_trail().seq == event_of(intact)


def test_k11_another_file_behind_a_certificate(intact):
    """K11: the trail knows the SHA-256 of what was issued."""
    alter(CERTIFICATES, "sha256 = %s WHERE completion_id = %s", "0" * 64, intact.pk)
    assert intact.certificate.serial in verify_trail().why


def test_k11_a_completion_that_is_gone(cast, intact, version):
    """K11: the row of the trail has nothing to speak of any more."""
    gone = done(cast.anton, version)
    gone.record.delete()
    with unguarded(COMPLETIONS):
        run(f"DELETE FROM {COMPLETIONS} WHERE id = %s", gone.pk)
    broken = verify_trail()
    assert (broken.seq, str(gone.ref) in broken.why) == (event_of(gone), True)


def test_k11_a_completion_added_past_the_trail(cast, intact):
    """K11: no operation wrote it."""
    Completion.objects.create(
        course=intact.course,
        version=intact.version,
        employee=cast.hanna,
        basis="attended",
        valid_from=intact.valid_from,
        valid_until=in_two_years(),
        at=intact.at,
        commitment="0" * 64,
    )
    assert "past the trail" in verify_trail().why


def test_erasing_a_person_by_rule_breaks_nothing(cast, intact):
    """K11: erasing a person leaves the rest provable."""
    with transaction.atomic():
        intact.record.delete()
    destroy_person_key(person=cast.ben.ref, why="test")
    assert verify_trail() is None


def test_k11_what_was_written_together(cast):
    """K11: proof carried over to a requirement has one row for many, with their number and digest."""
    course = training.course("carried", by=cast.edda)
    training.do(cast.ben, course)
    training.do(cast.ada, course)
    requirement = training.require(course)
    assert requirement.completions.count() == 2
    assert verify_trail() is None
    completion = requirement.completions.earliest("pk")
    certificate = issue_certificate(completion)
    row = AuditEvent.objects.get(verb="completions.recorded")
    assert certificate.event_seq == row.seq
    assert verify_trail() is None
    gone = requirement.completions.latest("pk")
    gone.record.delete()
    with unguarded(COMPLETIONS):
        run(f"DELETE FROM {COMPLETIONS} WHERE id = %s", gone.pk)
    assert verify_trail().seq == row.seq
