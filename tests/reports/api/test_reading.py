"""What a system reads: facts as they were, pages that miss nothing, and nothing that is nobody's business."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.people.models import Employee
from accounts.people.operations.details import change_details
from guidelines.policies.choices import StatementKind
from guidelines.policies.models import Acknowledgement
from guidelines.policies.operations import (
    acknowledge,
    acknowledge_under_reservation,
    decline_consent,
    withdraw_consent,
)
from portal.audit.chain import canonical_text
from portal.audit.models import AuditEvent
from portal.audit.registry import look_verbs, people
from portal.audit.trail import many
from reports.api.models import ApiToken, TokenDay
from reports.evidence.operations import issue_evidence
from tests.factories import training
from tests.factories.people import Cast, EmployeeFactory
from tests.factories.policies import read, release, request_of
from tests.reports.api.completed import completed, required, revoke, version_of
from tests.reports.api.reader import Reader
from training.assignments.certificates.issuing import issue_certificate

pytestmark = pytest.mark.django_db
LIST = "acknowledgements"
REASON = "Steinkauz"


def confirm(person: Employee, language: str = "de") -> Acknowledgement:
    request = request_of(person)
    return acknowledge(request=request, read=read(request, language), authenticated="passkey", by=person)


def test_a_row_says_who_it_was_and_what_was_confirmed(cast: Cast, reader: Reader) -> None:
    """Facts are those of the moment: a new name and a new department change nothing that was signed."""
    _ = cast.ada
    release(editor=cast.edda, approver=cast.falk)
    answer = confirm(cast.ada, "en")
    serial = issue_evidence(answer).serial
    change_details(person=cast.ada, by=cast.hanna, name="Ada Somebody-Else")
    (row,) = reader.rows(LIST)
    assert row == {
        "id": str(answer.ref),
        "erased": False,
        "person": {
            "personnel_number": cast.ada.personnel_number,
            "name": "Ada Lindqvist",
            "entity": "Hafenlicht GmbH",
            "department": "Marketing",
        },
        "guideline": {"slug": "social-media", "version": "1.0", "language": "en"},
        "statement_kind": "receipt",
        "answer": "confirmed",
        "method": "self",
        "at": answer.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "due_on": answer.request.due_on.isoformat(),
        "withdrawn_at": None,
        "evidence_serial": serial,
    }


def test_reasons_of_reservations_stay_here(cast: Cast, reader: Reader) -> None:
    """K6: "under reservation" is told, and is neither yes nor no; why it was said is not told."""
    _ = cast.ada
    release(editor=cast.edda, approver=cast.falk)
    request = request_of(cast.ada)
    acknowledge_under_reservation(
        request=request, read=read(request), reason=REASON, authenticated="passkey", by=cast.ada
    )
    answer = reader.get(LIST)
    assert answer.json()["data"][0]["answer"] == "under_reservation"
    assert REASON not in answer.content.decode()


def test_no_to_a_consent_leaves_no_row(cast: Cast, reader: Reader) -> None:
    """K5: a consent that was not given is nowhere; one that was taken back says since when."""
    _ = cast.ada, cast.ben
    release(editor=cast.edda, approver=cast.falk, statement_kind=StatementKind.CONSENT)
    decline_consent(request=request_of(cast.ben), by=cast.ben)
    given = confirm(cast.ada)
    (row,) = reader.rows(LIST)
    assert (row["id"], row["due_on"], row["withdrawn_at"]) == (str(given.ref), None, None)
    withdraw_consent(acknowledgement=given, by=cast.ada)
    (row,) = reader.rows(LIST)
    assert row["withdrawn_at"] is not None


def test_since_brings_what_is_new_and_what_was_taken_back(cast: Cast, reader: Reader) -> None:
    _ = cast.ada, cast.ben, cast.mara
    release(editor=cast.edda, approver=cast.falk, statement_kind=StatementKind.CONSENT)
    with time_machine.travel(timezone.now() - timedelta(days=3), tick=False):
        old, kept = confirm(cast.ada), confirm(cast.mara)
    new = confirm(cast.ben)
    since = (timezone.now() - timedelta(days=1)).isoformat()
    assert [row["id"] for row in reader.rows(LIST, since=since)] == [str(new.ref)]
    withdraw_consent(acknowledgement=old, by=cast.ada)
    assert [row["id"] for row in reader.rows(LIST, since=since)] == [str(old.ref), str(new.ref)]
    assert str(kept.ref) in [row["id"] for row in reader.rows(LIST)]


def test_an_erased_person_leaves_a_row_without_a_person(cast: Cast, reader: Reader) -> None:
    """K11: the retention job erases the record; the row stays and says so, so that copies follow."""
    _ = cast.ada
    release(editor=cast.edda, approver=cast.falk)
    answer = confirm(cast.ada)
    answer.record.delete()
    (row,) = reader.rows(LIST)
    assert (row["id"], row["erased"], row["person"]) == (str(answer.ref), True, None)
    assert cast.ada.name not in reader.get(LIST).content.decode()


def test_pages_hold_everything_once(cast: Cast, reader: Reader) -> None:
    """What is signed meanwhile is on the last page; `as_of` is that of the first page and lies behind it."""
    people_here = [EmployeeFactory() for _number in range(7)]
    release(editor=cast.edda, approver=cast.falk)
    first = [confirm(person) for person in people_here[:5]]
    before = timezone.now()
    page = reader.get(LIST, limit=2).json()
    assert datetime.fromisoformat(page["as_of"]) < before
    late = [confirm(person) for person in people_here[5:]]
    found = page["data"]
    while page["next_cursor"]:
        following = reader.get(LIST, limit=2, cursor=page["next_cursor"]).json()
        assert following["as_of"] == page["as_of"]
        page = following
        found += page["data"]
    assert [row["id"] for row in found] == [str(answer.ref) for answer in [*first, *late]]
    assert [row["id"] for row in reader.walk(LIST, limit=3)] == [row["id"] for row in found]


@pytest.mark.parametrize("path", [LIST, "completions"])
def test_a_page_costs_the_same_whatever_it_holds(
    cast: Cast, reader: Reader, path: str, django_assert_num_queries: Callable
) -> None:
    """Token, its maker's roles, the place of `since`, rows, what hangs on them; then in one transaction (two
    statements) two for the day's count and three for the trail."""
    people_here = [EmployeeFactory() for _number in range(6)]
    release(editor=cast.edda, approver=cast.falk)
    requirement = required(cast.hanna)
    for person in people_here:
        issue_evidence(confirm(person))
        completed(person, requirement)
    reader.get(path)
    for limit in (1, 6):
        with django_assert_num_queries(12):
            assert len(reader.rows(path, limit=limit, since="2026-01-01T00:00:00Z")) == limit


def test_a_call_is_one_row_of_the_trail(cast: Cast, reader: Reader) -> None:
    """Every look at other people's data is a row that the data protection officer can read."""
    _ = cast.ada, cast.ben
    release(editor=cast.edda, approver=cast.falk)
    confirm(cast.ada), confirm(cast.ben)
    reader.rows(LIST)
    token = ApiToken.objects.get()
    event = AuditEvent.objects.get(verb="api.read")
    assert (event.actor, event.on_behalf_of) == (token.ref, cast.hanna.ref)
    digest = many([cast.ada.ref, cast.ben.ref])["digest"]
    details = canonical_text({"count": 2, "digest": digest, "list": LIST, "shown": 2})
    assert details in event.canonical
    assert "api.read" in look_verbs()
    assert people.names_of([token.ref]) == {token.ref: "Data warehouse"}


def test_calls_are_counted_by_the_day(cast: Cast, reader: Reader) -> None:
    _ = cast.ada
    release(editor=cast.edda, approver=cast.falk)
    confirm(cast.ada)
    for _call in range(3):
        reader.rows(LIST)
    day = TokenDay.objects.get()
    assert (day.day, day.calls, day.rows) == (datetime.now(UTC).date(), 3, 3)


def test_completions_say_how_long_they_count(cast: Cast, reader: Reader) -> None:
    requirement = required(cast.hanna)
    version = version_of(requirement.course, cast.edda)
    done = completed(cast.ben, requirement, version=version)
    (row,) = reader.rows("completions")
    assert row["person"]["name"] == cast.ben.name
    assert row["course"] == {"slug": "social-media-basics", "version": "2.1"}
    assert (row["basis"], row["valid_from"], row["valid_until"]) == ("attended", "2026-11-20", "2028-11-19")
    assert (row["ended_on"], row["due_on"], row["evidence_serial"]) == (None, None, None)
    revoke(done, date(2027, 3, 1))
    revoke(done, date(2027, 2, 1))
    assert reader.rows("completions")[0]["ended_on"] == "2027-02-01"


def test_a_revocation_comes_with_since(cast: Cast, reader: Reader) -> None:
    requirement = required(cast.hanna)
    old = completed(cast.ben, requirement, at=timezone.now() - timedelta(days=9))
    since = (timezone.now() - timedelta(days=1)).isoformat()
    assert reader.rows("completions", since=since) == []
    revoke(old, date(2027, 2, 1))
    assert [row["id"] for row in reader.rows("completions", since=since)] == [str(old.ref)]


def test_what_somebody_learned_of_their_own_accord_stays_here(cast: Cast, reader: Reader) -> None:
    """T6: neither answers nor scores leave, nor the reason of an exemption, nor what nobody required."""
    requirement = required(cast.hanna)
    completed(cast.ben, None, course=requirement.course)
    assert reader.rows("completions") == []
    completed(cast.ada, requirement)
    said = reader.get("completions").content.decode()
    assert cast.ada.name in said
    assert "Was there." not in said
    assert not {"attempt", "score", "percent", "reason"} & reader.rows("completions")[0].keys()


def test_a_course_that_was_really_done(cast: Cast, reader: Reader) -> None:
    """Through the same operations as in the product: assigned, passed, certified."""
    _ = cast.ben
    basics = training.course(by=cast.edda)
    training.require(basics, by=cast.hanna)
    (done,) = training.do(cast.ben, basics)
    serial = issue_certificate(done).serial
    (row,) = reader.rows("completions")
    assert row["person"]["department"] == "Customer service"
    assert row["course"] == {"slug": "basics", "version": "1.0"}
    assert (row["basis"], row["evidence_serial"]) == ("passed", serial)
    assert row["due_on"] == training.assignment_of(cast.ben).due_on.isoformat()
