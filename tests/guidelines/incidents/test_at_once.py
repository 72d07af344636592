"""Two people at the same moment, each with a connection of their own."""

import pytest

from guidelines.incidents.models import Incident, LevelChange, Report, RoleTaken
from guidelines.incidents.operations import add_note, declare_level, report, start_incident, take_role
from guidelines.incidents.rules import AlreadyStarted, LevelChangedMeanwhile, RoleIsTaken
from guidelines.incidents.verification import wrong_in
from tests.factories.incidents import crisis_lead, playbook, reported, running
from tests.factories.people import Cast, EmployeeFactory
from tests.faults.crowds import at_once, done, refusals

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db: None) -> Cast:
    return Cast()


def test_twenty_reports_of_one_link_are_one_incident(people) -> None:
    crowd = [EmployeeFactory() for _ in range(20)]
    links = ["https://x.com/a/status/1?s=20", "http://twitter.com/a/status/1", "x.com/a/status/1/"]
    at_once(
        [
            lambda one=one, link=links[at % 3]: report(trouble="criticism", link=link, by=one)
            for at, one in enumerate(crowd)
        ]
    )
    assert Report.objects.count() == 20
    assert wrong_in(Incident.objects.get()) == ""


def test_two_levels_at_once_are_one_and_a_question(people) -> None:
    lead, other = crisis_lead(), crisis_lead("Second")
    incident = running(people, by=lead)
    base = incident.levels.get().pk
    acts = [
        lambda by=by, level=level: declare_level(
            incident=incident, base=base, social=level, media=0, reason="x", by=by
        )
        for by, level in ((lead, 3), (other, 5))
    ]
    results = at_once(acts)
    assert refusals(results) == [LevelChangedMeanwhile]
    assert LevelChange.objects.count() == 2
    assert Incident.objects.get().social == LevelChange.objects.last().social


def test_two_who_take_the_same_role_are_one(people) -> None:
    lead, other = crisis_lead(), crisis_lead("Second")
    incident = running(people, by=lead)
    results = at_once(
        [lambda by=by: take_role(incident=incident, role="speaker", by=by) for by in (lead, other)]
    )
    assert refusals(results) == [RoleIsTaken]
    assert RoleTaken.objects.filter(role="speaker", ended_at=None).count() == 1


def test_two_who_start_are_one_incident(people) -> None:
    lead, other = crisis_lead(), crisis_lead("Second")
    incident, edition = reported(people.ben), playbook(people).current
    results = at_once(
        [
            lambda by=by: start_incident(
                incident=incident, edition=edition, social=2, media=0, reason="x", by=by
            )
            for by in (lead, other)
        ]
    )
    assert refusals(results) == [AlreadyStarted]
    assert RoleTaken.objects.count() == 1


def test_notes_of_many_are_one_chain(people) -> None:
    """I6"""
    lead = crisis_lead()
    incident = running(people, by=lead)
    before = incident.entries.count()
    results = at_once(
        [lambda at=at: add_note(incident=incident, text=f"note {at}", by=lead) for at in range(12)]
    )
    assert len(done(results)) == 12
    assert incident.entries.count() == before + 12
    assert wrong_in(Incident.objects.get()) == ""
