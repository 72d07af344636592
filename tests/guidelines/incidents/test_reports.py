"""Somebody saw something burn."""

import pytest

from guidelines.incidents.links import link_in, link_key
from guidelines.incidents.models import Incident, Report
from guidelines.incidents.operations import (
    answer_reporter,
    cancel_incident,
    merge_incident,
    report,
)
from guidelines.incidents.rules import MoreConfidential, TooManyReports
from portal.audit.rules import NotPermitted
from tests.factories.incidents import crisis_lead, holder, playbook, reported


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.instagram.com/p/abc/?igshid=1", "http://instagram.com/p/abc"),
        ("twitter.com/a/status/1?s=20", "https://x.com/a/status/1"),
        ("https://youtu.be/xyz?si=q", "https://m.youtube.com/watch?v=xyz"),
        ("Schaut mal: https://example.org/a?b=1&a=2.", "https://example.org/a/?a=2&b=1#top"),
    ],
)
def test_spellings_of_one_link_are_one(one: str, other: str) -> None:
    assert link_key(one) == link_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://forum.example/viewtopic.php?t=1", "https://forum.example/viewtopic.php?t=2"),
        ("https://de.wikipedia.org/wiki/A", "https://en.wikipedia.org/wiki/A"),
        ("https://example.org/A", "https://example.org/a"),
    ],
)
def test_other_posts_stay_others(one: str, other: str) -> None:
    assert link_key(one) != link_key(other)


@pytest.mark.parametrize("text", ["", "javascript:alert(1)", "on our page", "http://[", "   "])
def test_what_is_no_link_is_none(text: str) -> None:
    assert link_key(text) == ""
    assert not link_in(text).startswith("javascript")


def test_a_report_opens_an_incident(cast) -> None:
    made = report(trouble="criticism", by=cast.ben, link="https://example.org/post", text="Look!")
    incident = made.incident
    assert (incident.status, incident.is_confidential) == ("reported", False)
    assert "example.org" in incident.title
    own = incident.entries.filter(kind__startswith="incidents.")
    assert [entry.kind for entry in own] == ["incidents.opened", "incidents.reported"]


def test_the_same_link_is_the_same_incident(cast) -> None:
    first = reported(cast.ben, link="https://example.org/post?utm_source=mail")
    second = reported(cast.ada, trouble="threat", link="example.org/post/")
    assert first == second
    assert Report.objects.filter(incident=first).count() == 2


def test_a_report_follows_a_merged_incident(cast) -> None:
    lead = crisis_lead()
    first, second = (
        reported(cast.ben, link="https://a.example/1"),
        reported(cast.ben, link="https://a.example/2"),
    )
    merge_incident(incident=second, into=first, by=lead)
    assert reported(cast.ada, link="https://a.example/2") == first


def test_what_ended_is_followed_by_a_new_one(cast) -> None:
    lead = crisis_lead()
    old = reported(cast.ben, link="https://a.example/1")
    cancel_incident(incident=old, reason="Nothing to it", by=lead)
    again = reported(cast.ada, link="https://a.example/1")
    assert again.follows == old
    assert again.status == "reported"


@pytest.mark.parametrize("trouble", ["colleague", "personal-data"])
def test_what_concerns_single_people_is_confidential(cast, trouble: str) -> None:
    outside = crisis_lead()
    named = crisis_lead("Somebody named")
    holder(playbook(cast, "people", troubles=["colleague", "personal-data"]), named)
    incident = reported(cast.ben, trouble=trouble)
    assert incident.is_confidential
    assert Incident.objects.visible_to(named).contains(incident)
    assert not Incident.objects.visible_to(outside).contains(incident)
    assert not Incident.objects.visible_to(cast.ben).contains(incident)


def test_without_anybody_named_the_crisis_leads_are_let_in(cast) -> None:
    lead = crisis_lead()
    incident = reported(cast.ben, trouble="colleague")
    assert Incident.objects.visible_to(lead).contains(incident)
    assert incident.entries.get(kind="incidents.confidential").facts == {"fallback": True}


def test_a_confidential_report_never_joins_an_open_room(cast) -> None:
    everybodys = reported(cast.ben, link="https://a.example/1")
    assert reported(cast.ada, trouble="colleague", link="https://a.example/1") != everybodys
    assert reported(cast.ada, trouble="colleague", add_to=everybodys) != everybodys


def test_nobody_adds_to_a_confidential_one_by_guessing(cast) -> None:
    hidden = reported(cast.ben, trouble="colleague")
    assert reported(cast.ada, add_to=hidden) != hidden


def test_a_report_can_be_added_to_what_is_known(cast) -> None:
    known = reported(cast.ben)
    assert reported(cast.ada, add_to=known) == known
    assert Incident.objects.count() == 1


def test_too_many_are_refused_and_said(cast, settings) -> None:
    settings.INCIDENT_REPORTS_PER_HOUR = 2
    reported(cast.ben)
    reported(cast.ben)
    with pytest.raises(TooManyReports):
        reported(cast.ben)
    reported(cast.ada)
    assert Report.objects.count() == 3


def test_a_confidential_one_is_merged_with_confidential_ones_only(cast) -> None:
    lead = crisis_lead()
    with pytest.raises(MoreConfidential):
        merge_incident(incident=reported(cast.ben, trouble="colleague"), into=reported(cast.ben), by=lead)


def test_merging_keeps_one_step_and_says_so_in_both(cast) -> None:
    lead = crisis_lead()
    a, b, c = (reported(cast.ben, link=f"https://a.example/{number}") for number in range(3))
    merge_incident(incident=a, into=b, by=lead)
    merge_incident(incident=b, into=c, by=lead)
    a.refresh_from_db()
    assert (a.status, a.duplicate_of) == ("duplicate", c)
    assert a.entries.last().kind == "incidents.merged-away"
    assert c.entries.filter(kind="incidents.merged-in").exists()


def test_the_reporter_gets_an_answer(cast) -> None:
    made = report(trouble="criticism", by=cast.ben)
    with pytest.raises(NotPermitted):
        answer_reporter(report=made, answer="Thanks", by=cast.ada)
    answer_reporter(report=made, answer="Thanks", by=crisis_lead())
    made.refresh_from_db()
    assert made.answer == "Thanks"
