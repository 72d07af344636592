"""The pages, as people meet them."""

import pytest
from django.urls import reverse

from accounts.people.choices import Role
from guidelines.incidents.models import Incident, Report
from guidelines.incidents.operations import (
    add_note,
    answer_reporter,
    correct_entry,
    declare_level,
    merge_incident,
    pin_entry,
    report,
)
from portal.audit.models import AuditEvent
from tests.factories.incidents import crisis_lead, edition_of, holder, playbook, reported, running
from tests.factories.people import EmployeeFactory, signed_in

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>{{ x }} {curly} \u202e"


def _post(client, name: str, data: dict | None = None, **kwargs: object):
    return client.post(reverse(f"incidents:{name}", kwargs=kwargs), data or {})


def _get(client, name: str, **kwargs: object):
    return client.get(reverse(f"incidents:{name}", kwargs=kwargs))


def test_every_page_offers_to_report(client, cast) -> None:
    page = signed_in(client, cast.ben, mfa=False).get("/").content.decode()
    assert page.count(f'href="{reverse("incidents:report-choose")}"') == 2  # top bar and rail


def test_a_report_needs_nothing_but_its_kind(client, cast) -> None:
    """I1"""
    answer = _post(signed_in(client, cast.ben, mfa=False), "report-send", trouble="threat")
    made = Report.objects.get()
    assert answer.url == reverse("incidents:report-show", kwargs={"ref": made.ref})
    assert made.is_sure


def test_whoever_is_set_up_by_halves_can_report(client, cast) -> None:
    """I1, K12: a role that asks for a second factor stands before other pages, never before a report."""
    admin = EmployeeFactory(roles=[Role.SYSTEM_ADMIN])
    client = signed_in(client, admin, mfa=False)
    assert client.get("/").status_code == 302
    assert _get(client, "report-choose").status_code == 200
    _post(client, "report-send", trouble="threat")
    assert Report.objects.get().reported_by == admin


def test_known_ones_are_shown_before_sending_and_confidential_ones_never(client, cast) -> None:
    known = reported(cast.ada)
    hidden = reported(cast.ada, trouble="colleague", link="https://a.example/1")
    client = signed_in(client, cast.ben, mfa=False)
    assert str(known.ref) in _get(client, "report-send", trouble="criticism").content.decode()
    page = _get(client, "report-send", trouble="colleague").content.decode()
    assert str(hidden.ref) not in page
    answer = client.get(reverse("incidents:report-known"), {"link": "https://a.example/1"})
    assert "callout" not in answer.content.decode()
    _post(client, "report-send", {"add_to": str(known.ref)}, trouble="criticism")
    assert known.reports.count() == 2


def test_too_many_are_told_and_nothing_typed_is_lost(client, cast, settings) -> None:
    settings.INCIDENT_REPORTS_PER_HOUR = 0
    answer = _post(
        signed_in(client, cast.ben, mfa=False), "report-send", {"text": "what I saw"}, trouble="other"
    )
    page = answer.content.decode()
    assert "what I saw" in page
    assert "callout" in page or "errorlist" in page
    assert not Report.objects.exists()


def test_the_reporter_follows_what_became_of_it_and_sees_nothing_of_the_room(client, cast) -> None:
    lead = crisis_lead()
    made = report(trouble="criticism", by=cast.ben, link="https://a.example/1")
    other = reported(cast.ada, link="https://a.example/2")
    merge_incident(incident=made.incident, into=other, by=lead)
    answer_reporter(report=made, answer="It was a mistake of ours.", by=lead)
    add_note(incident=other, text="secret of the room", by=lead)
    client = signed_in(client, cast.ben, mfa=False)
    page = _get(client, "report-show", ref=made.ref).content.decode()
    assert "It was a mistake of ours." in page
    assert "secret of the room" not in page
    assert other.number not in page
    assert _get(client, "room-show", ref=other.ref).status_code in (403, 404)
    assert _get(signed_in(client, cast.ada, mfa=False), "report-show", ref=made.ref).status_code == 404


def test_a_confidential_room_does_not_exist_for_others(client, cast) -> None:
    inside, outside = crisis_lead(), crisis_lead("Outside")
    work = playbook(cast, "people", troubles=["colleague"])
    holder(work, inside)
    hidden = reported(cast.ben, trouble="colleague")
    note = add_note(incident=hidden, text="x", by=inside)
    client = signed_in(client, outside)
    for name, ref in (("room-show", hidden.ref), ("room-live", hidden.ref), ("log-show", hidden.ref)):
        assert _get(client, name, ref=ref).status_code == 404
    assert _get(client, "entry-correct", ref=note.ref).status_code == 404
    assert str(hidden.ref) not in _get(client, "incident-list").content.decode()
    client = signed_in(client, inside)
    assert _get(client, "room-show", ref=hidden.ref).status_code == 200
    assert AuditEvent.objects.filter(verb="incident.seen", actor=inside.ref).count() == 1
    _get(client, "room-live", ref=hidden.ref)
    assert AuditEvent.objects.filter(verb="incident.seen").count() == 1


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_room_at_every_stage(client, cast, language: str) -> None:
    lead, work = crisis_lead(), playbook(cast)
    lead.language = language
    lead.save(update_fields=["language"])
    incident = reported(cast.ben, text=HOSTILE, link="javascript:alert(1)")
    client = signed_in(client, lead)
    page = _get(client, "room-show", ref=incident.ref).content.decode()
    assert "social signs 3" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    _post(client, "incident-start", {"social": 2, "media": 0, "playbook": work.slug}, ref=incident.ref)
    incident.refresh_from_db()
    assert incident.is_running
    page = _get(client, "room-show", ref=incident.ref).content.decode()
    assert "region-tasks" in page
    _post(client, "note-add", {"text": HOSTILE}, ref=incident.ref)
    page = _get(client, "log-show", ref=incident.ref).content.decode()
    assert "<script>alert" not in page
    assert "{curly}" in page


def test_a_start_without_a_level_comes_back_with_the_room(client, cast) -> None:
    lead, incident = crisis_lead(), reported(cast.ben)
    playbook(cast)
    answer = _post(signed_in(client, lead), "incident-start", {"media": 0}, ref=incident.ref)
    assert answer.status_code == 422
    assert "region-now" in answer.content.decode()


def test_the_second_level_is_shown_the_first(client, cast) -> None:
    lead, other = crisis_lead(), crisis_lead("Second")
    incident = running(cast, by=lead)
    base = incident.levels.get().pk
    first = declare_level(incident=incident, base=base, social=3, media=1, reason="On the radio", by=lead)
    client = signed_in(client, other)
    said = {"base": base, "social": 1, "media": 0, "reason": "Calm"}
    page = _post(client, "level-declare", said, ref=incident.ref).content.decode()
    assert "On the radio" in page
    assert f'name="base" value="{first.pk}"' in page
    _post(client, "level-declare", {**said, "base": first.pk}, ref=incident.ref)
    incident.refresh_from_db()
    assert incident.social == 1


def test_closing_with_open_tasks_says_which_and_asks_why(client, cast) -> None:
    """I3"""
    lead = crisis_lead()
    incident = running(cast, by=lead)
    client = signed_in(client, lead)
    assert "Approve holding line" in _english(client, lead, "incident-end", incident)
    _post(client, "incident-end", {"how": "close", "reason": ""}, ref=incident.ref)
    assert Incident.objects.get().is_open
    _post(client, "incident-end", {"how": "close", "reason": "Gone"}, ref=incident.ref)
    assert Incident.objects.get().status == "closed"


def test_a_newer_edition_is_announced(client, cast) -> None:
    """I2"""
    lead, work = crisis_lead(), playbook(cast)
    incident = running(cast, by=lead, work=work)
    edition_of(work, cast)
    assert "Edition 2" in _english(signed_in(client, lead), lead, "room-show", incident)


def test_corrected_notes_stay_struck_through(client, cast) -> None:
    lead = crisis_lead()
    incident = running(cast, by=lead)
    note = add_note(incident=incident, text="300 comments", by=lead)
    correct_entry(entry=note, text="30 comments", by=lead)
    pin_entry(entry=note, by=lead)
    page = _get(signed_in(client, lead), "room-show", ref=incident.ref).content.decode()
    assert "<del><bdi>300 comments</bdi></del>" in page
    assert "region-pinned" in page


def test_news_come_with_their_regions_and_nothing_new_is_304(client, cast) -> None:
    lead = crisis_lead()
    incident = running(cast, by=lead)
    client = signed_in(client, lead)
    live = reverse("incidents:room-live", kwargs={"ref": incident.ref})
    incident.refresh_from_db()
    seen = incident.head_seq
    assert client.get(live, {"seen": seen}).status_code == 304
    note = add_note(incident=incident, text="300 comments", by=lead)
    correct_entry(entry=note, text="30 comments", by=lead)
    base = incident.levels.get().pk
    declare_level(incident=incident, base=base, social=3, media=0, reason="More", by=lead)
    news = client.get(live, {"seen": seen}).json()
    assert news["seq"] > seen
    assert "30 comments" in news["entries"]
    assert {"head", "now", "tasks", "roles"} <= set(news["regions"])
    assert "timeline" not in news["regions"]
    news = client.get(live, {"seen": note.seq}).json()
    assert "<del>" in news["replaced"][str(note.seq)]


def test_asking_for_news_is_cheap(client, cast, django_assert_max_num_queries) -> None:
    """Session, person, roles, second factor, and one for the room."""
    lead = crisis_lead()
    incident = running(cast, by=lead)
    incident.refresh_from_db()
    client = signed_in(client, lead)
    live = reverse("incidents:room-live", kwargs={"ref": incident.ref})
    client.get(live, {"seen": incident.head_seq})
    with django_assert_max_num_queries(6):
        client.get(live, {"seen": incident.head_seq})


def test_the_rooms_script_gets_the_outcome(client, cast) -> None:
    lead = crisis_lead()
    incident = running(cast, by=lead)
    client = signed_in(client, lead)
    note = reverse("incidents:note-add", kwargs={"ref": incident.ref})
    assert client.post(note, {"text": "x"}, headers={"X-Live": "1"}).json()["ok"] is True
    answer = client.post(note, {"text": " "}, headers={"X-Live": "1"})
    assert (answer.status_code, answer.json()["ok"]) == (409, False)


def _english(client, person, name: str, incident: Incident) -> str:
    person.language = "en"
    person.save(update_fields=["language"])
    return _get(client, name, ref=incident.ref).content.decode()
