"""What a bundle will hold is chosen and counted before anything starts."""

import json
from datetime import timedelta

import pytest

from accounts.people.operations import leave
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from reports.evidence.operations import issue_evidence
from reports.exports.choices import Part
from reports.exports.models import Export
from reports.exports.operations import (
    preview,
    start_export,
)
from reports.exports.rules import NothingToExport
from reports.exports.selection import Selection

pytestmark = pytest.mark.django_db


def test_the_preview_counts_before_anything_starts(cast, answers):
    found = preview(Selection())
    assert (found.acknowledgements, found.missing, found.erased) == (3, 3, 0)
    assert found.open_requests == 4  # Mara, Hanna, Edda and Falk; the consent is not among them (K5)
    assert not Export.objects.exists()
    issue_evidence(answers[0])
    assert preview(Selection()).missing == 2


def test_the_selection_narrows(cast, answers):
    ben, ada, mara = answers
    policy = str(ben.policy.ref)
    marketing = str(cast.ada.department.ref)
    today = ben.at.date()
    cases = {
        Selection(policy=policy): [ben, ada],
        Selection(policy=policy, parts=(Part.CONFIRMED,)): [ben],
        Selection(version=str(mara.version.ref)): [mara],
        Selection(parts=(Part.WITHDRAWN,)): [mara],
        Selection(parts=(Part.OPEN,)): [],
        Selection(department=marketing): [ada],
        Selection(department=str(cast.cleo.department.ref)): [ben, ada, mara],
        Selection(people=(str(cast.ben.ref),)): [ben],
        Selection(first_day=today + timedelta(days=2)): [],
        Selection(last_day=today + timedelta(days=2), zone="Europe/Berlin"): [ben, ada, mara],
        Selection(location=str(cast.ben.location.ref), entity=str(cast.ben.entity.ref)): [ben, ada, mara],
    }
    for selection, expected in cases.items():
        assert list(selection.acknowledgements()) == expected, selection
        assert Selection.from_json(json.loads(json.dumps(selection.as_json()))) == selection


def test_leavers_are_included_unless_left_out(cast, answers, django_capture_on_commit_callbacks):
    leave(person=cast.ben, on=answers[0].at.date(), by=None)
    assert answers[0] in Selection().acknowledgements()
    assert answers[0] not in Selection(leavers=False).acknowledgements()


@pytest.mark.parametrize("content", [{"nonsense": 1}, {"parts": ["all"]}, {"first_day": "yesterday"}])
def test_a_filter_is_never_guessed(content):
    with pytest.raises(ValueError):  # noqa: PT011  # three sources, one meaning
        Selection.from_json(content)


def test_only_hr_asks_and_never_for_nothing(cast, answers):
    for person in (cast.ben, cast.cleo, cast.ines, cast.dana):
        with pytest.raises(NotPermitted):
            start_export(selection=Selection(), by=person)
    assert AuditEvent.objects.filter(verb="export.refused").count() == 4
    with pytest.raises(NothingToExport):
        start_export(selection=Selection(parts=(Part.WITHDRAWN,), people=(str(cast.ben.ref),)), by=cast.hanna)
