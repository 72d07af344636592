"""The trail on screen: who reads it, and that looking somebody up leaves a reason."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from portal.audit import registry, views
from portal.audit.models import AuditEvent
from portal.audit.operations import ReasonRequired, look_up_person
from portal.audit.rules import NotPermitted
from tests.factories.people import Cast, signed_in
from tests.jobs_tools import drain
from tests.portal.audit.tampering import TABLE, tamper

pytestmark = pytest.mark.django_db
URL = "/audit/"
WHY = "Complaint of 3 March about a wrong role"


@pytest.fixture
def dana(cast: Cast, client: Client) -> Client:
    return signed_in(client, cast.dana)


@pytest.mark.parametrize(
    ("who", "status"), [("dana", 200), ("cleo", 200), ("hanna", 403), ("ines", 403), ("ben", 403)]
)
def test_dpo_and_auditor_read_it(who: str, status: int, cast: Cast) -> None:
    client = signed_in(Client(), getattr(cast, who))
    for name in ("trail-list", "person-look-up"):
        assert client.get(reverse(f"audit:{name}")).status_code == status
    if status == 403:
        assert client.post(reverse("audit:trail-check")).status_code == 403


def test_nobody_reads_it_without_sign_in(client: Client) -> None:
    assert client.get(URL).url.startswith(reverse("account_login"))


def test_nobody_may_until_a_higher_room_says_who() -> None:
    assert registry.People().may_read_trail(object()) is False


def test_rows_show_names_and_details(dana: Client, cast: Cast) -> None:
    assert cast.hanna.name in dana.get(URL, {"verb": "role.given"}).content.decode()


def test_filters_by_verb_object_and_day(dana: Client, cast: Cast) -> None:
    rows = dana.get(URL, {"verb": "role.given"}).context["rows"]
    assert {row["event"].verb for row in rows} == {"role.given"}
    day = rows[0]["event"].at.date()
    assert dana.get(URL, {"day": day.isoformat()}).context["rows"]
    assert not dana.get(URL, {"day": "2001-01-01", "until": "2001-01-02"}).context["rows"]
    assert not dana.get(URL, {"until": "2001-01-01"}).context["rows"]
    assert dana.get(URL, {"day": "2001-02-31"}).context["form"].errors
    assert not dana.get(URL, {"object_id": "nothing"}).context["rows"]


def test_a_persons_number_is_no_filter(dana: Client, cast: Cast) -> None:
    """Searching by person needs a reason; the object filter is no way around it."""
    answer = dana.get(URL, {"object_id": str(cast.ben.ref)})
    assert "object_id" in answer.context["form"].errors
    assert not answer.context["rows"]
    for text in (str(cast.ben.ref).upper(), cast.ben.ref.hex, f"{{{cast.ben.ref}}}"):
        assert not dana.get(URL, {"object_id": text}).context["rows"]
    assert dana.get(URL, {"person": str(cast.ben.ref)}).url == reverse("audit:person-look-up")
    assert dana.get(URL, {"person": "junk"}).status_code == 302


def test_a_look_up_leaves_its_reason(dana: Client, cast: Cast) -> None:
    assert cast.ben
    answer = dana.post(reverse("audit:person-look-up"), {"person": "ben", "reason": WHY})
    page = dana.get(answer.url)
    assert {str(cast.ben.ref)} == {row["event"].object_id for row in page.context["rows"]}
    row = AuditEvent.objects.get(verb="trail.searched")
    assert row.actor == cast.dana.ref
    assert row.object_id == str(cast.ben.ref)
    assert json.loads(row.canonical)["details"]["reason"] == WHY
    other = signed_in(Client(), cast.cleo)
    assert other.get(answer.url).status_code == 302


@pytest.mark.parametrize(
    "facts", [{"person": "ben", "reason": "because"}, {"person": "zzz", "reason": WHY}, {}]
)
def test_a_look_up_needs_a_person_and_a_reason(facts: dict, dana: Client, cast: Cast) -> None:
    assert cast.ben
    assert dana.post(reverse("audit:person-look-up"), facts).status_code == 200
    assert not AuditEvent.objects.filter(verb="trail.searched").exists()


def test_one_of_several_is_chosen(dana: Client, cast: Cast) -> None:
    assert cast.ben
    assert cast.mara
    facts = {"person": "hafenlicht", "reason": WHY}
    assert dana.post(reverse("audit:person-look-up"), {**facts, "person": "e"}).status_code == 200
    answer = dana.post(reverse("audit:person-look-up"), {**facts, "person": "e", "match": str(cast.mara.ref)})
    assert str(cast.mara.ref) in answer.url


def test_the_operation_guards_itself(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        look_up_person(person=cast.ben.ref, reason=WHY, by=cast.hanna)
    with pytest.raises(ReasonRequired):
        look_up_person(person=cast.ben.ref, reason=" \x00 ", by=cast.dana)
    assert AuditEvent.objects.filter(verb="trail.search_refused").count() == 2


def test_pages_turn_by_key(dana: Client, act, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PAGE", 4)
    act(count=9)
    seen, query = [], "?verb=test.done"
    while query:
        answer = dana.get(f"{URL}{query}")
        seen += [row["event"].seq for row in answer.context["rows"]]
        query = answer.context["older"]
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == 9
    assert dana.get(URL, {"before": "9" * 30}).status_code == 200


def test_the_cost_of_a_page_does_not_grow(dana: Client, act, django_assert_max_num_queries) -> None:
    act(count=60)
    # session, person with location, rows, names, head, exported head; the menu's groups and waiting requests
    with django_assert_max_num_queries(10):
        dana.get(URL)


@pytest.mark.parametrize("is_broken", [False, True])
def test_the_button_checks_the_chain(is_broken: bool, dana: Client, act, cast: Cast) -> None:
    act(count=3)
    seq = AuditEvent.objects.latest("seq").seq - 1
    if is_broken:
        tamper(f"UPDATE {TABLE} SET hash = %s WHERE seq = %s", "0" * 64, seq)
    answer = dana.post(reverse("audit:trail-check"))
    (job,) = drain()
    assert str(job.ref) in answer.url
    assert job.result["first_broken"] == (seq if is_broken else 0)
    result = reverse("audit:trail-check-result", args=[job.ref])
    assert ("tone-danger" if is_broken else "tone-success") in dana.get(result).content.decode()
    assert AuditEvent.objects.get(verb="trail.checked").actor == cast.dana.ref
    assert signed_in(Client(), cast.cleo).get(result).status_code == 404
