"""From a file to people: what is new, changed, coming back, leaving; and back again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.imports import operations
from accounts.imports.choices import Act, State
from accounts.imports.models import ImportedPerson, ImportedRow
from accounts.imports.rules import LeaversNotConfirmed, NothingToApply, NotTheLastImport, SomethingDependsOnIt
from accounts.people.choices import Role, Status
from accounts.people.models import Department, Employee
from accounts.people.operations import change_details, give_role, leave
from guidelines.policies.choices import RequestState
from guidelines.policies.models import AcknowledgementRequest
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from tests.accounts.imports.files import (
    applied,
    checked,
    csv_of,
    reasons,
    row,
    row_of,
    undone,
    verdicts,
)
from tests.factories.people import COMPANY, EmployeeFactory, department
from tests.factories.policies import release

pytestmark = pytest.mark.django_db


def somebody(number: str) -> Employee:
    return Employee.objects.get(personnel_number=number)


def test_newcomers_are_on_record_with_their_managers(cast):
    """Managers may stand further down in the same file."""
    content = csv_of([row("500", "Änne Über", manager="501"), row("501", "Chefin", manager=cast.mara.email)])
    found = checked(content, cast.hanna)
    assert verdicts(found) == {"500": "new", "501": "new"}
    applied(found, cast.hanna)
    new = somebody("500")
    assert (new.name, new.name_folded, new.email) == ("Änne Über", "anne uber", "500@neu.example")
    assert (new.status, new.is_active, new.has_usable_password()) == (Status.INVITED, False, False)
    assert new.manager == somebody("501")
    assert somebody("501").manager == cast.mara
    assert new.emailaddress_set.get().email == "500@neu.example"
    assert new.login_id
    assert new.login_id != somebody("501").login_id


def test_the_preview_says_what_changes(cast):
    ben, marketing = cast.ben, department("Marketing")
    found = checked(csv_of([row_of(ben, department="Marketing"), row_of(cast.mara)]), cast.hanna)
    assert verdicts(found) == {ben.personnel_number: "changed", cast.mara.personnel_number: "unchanged"}
    staged = found.rows.changed().get()
    assert staged.changes == ["department"]
    assert (staged.was["department"], staged.department_id) == (ben.department_id, marketing.pk)
    applied(found, cast.hanna)
    ben.refresh_from_db()
    assert ben.department == marketing


def test_p1_open_requests_follow_an_import(cast):
    """P1: newcomers are asked, who moves is listed where they work now, leavers owe nothing any more."""
    release(editor=cast.edda, approver=cast.falk)
    everybody = list(Employee.objects.employed())
    others = [one for one in everybody if one not in (cast.ben, cast.mara)]
    moved = row_of(cast.ben, department="Marketing", manager="")
    content = csv_of([row("500"), moved, *(row_of(one) for one in others)])
    department("Marketing")
    applied(checked(content, cast.hanna, complete=True), cast.hanna, leavers=1)
    cast.mara.refresh_from_db()
    assert cast.mara.status == Status.LEFT
    asked = AcknowledgementRequest.objects.open()
    assert set(asked.values_list("employee", flat=True)) == set(
        Employee.objects.employed().values_list("pk", flat=True)
    )
    assert asked.get(employee=cast.ben).department.name == "Marketing"
    closed = AcknowledgementRequest.objects.get(employee=cast.mara)
    assert closed.state == RequestState.CLOSED_LEAVER


def test_nobody_leaves_unless_the_file_is_complete(cast):
    _ = cast.ben, cast.mara
    found = checked(csv_of([row_of(cast.hanna)]), cast.hanna)
    assert found.counts["leaving"] == 0
    with pytest.raises(NothingToApply):
        operations.start_apply(people_import=found, leavers=None, leave_out_refused=True, by=cast.hanna)


def test_p2_leaving_is_typed_in_and_deletes_nothing(cast):
    """P2: thousands who leave by mistake are asked about first; who leaves stays on record."""
    people = [EmployeeFactory() for _ in range(5)]
    found = checked(csv_of([row_of(cast.hanna)]), cast.hanna, complete=True)
    leavers = found.counts["leaving"]
    assert leavers >= 5
    for typed in (None, 0, leavers - 1):
        with pytest.raises(LeaversNotConfirmed):
            operations.start_apply(people_import=found, leavers=typed, leave_out_refused=True, by=cast.hanna)
    before = Employee.objects.count()
    applied(found, cast.hanna, leavers=leavers)
    assert Employee.objects.count() == before
    gone = Employee.objects.filter(pk__in=[one.pk for one in people])
    assert set(gone.values_list("status", "is_active")) == {(Status.LEFT, False)}
    assert set(gone.values_list("session_epoch", flat=True)) == {1}


def test_a_row_that_names_nobody_stops_all_leaving(cast):
    _ = cast.ben
    found = checked(csv_of([row_of(cast.hanna), row("", "Ohne Nummer")]), cast.hanna, complete=True)
    assert (found.counts["leaving"], found.counts["unidentified"]) == (0, 1)


def test_nobody_lets_themself_or_the_last_admin_leave(cast):
    """P3: the last system admin cannot be removed, by a file neither."""
    _ = cast.ines
    found = checked(csv_of([row_of(cast.ben)]), cast.hanna, complete=True)
    refused = dict(found.rows.refused().values_list("employee", "reasons"))
    assert refused[cast.hanna.pk][0]["slug"] == "yourself"
    assert refused[cast.ines.pk][0]["slug"] == "last_admin"


def test_a_last_day_in_the_past_is_a_leaving(cast):
    """An export that lists leavers neither brings them back nor lets anybody go in silence."""
    gone = EmployeeFactory()
    leave(person=gone, on=timezone.localdate() - timedelta(days=9), by=None)
    past = (timezone.localdate() - timedelta(days=3)).isoformat()
    content = csv_of(
        [row_of(cast.ben, leaves_on=past), row_of(gone, leaves_on=past), row("500", leaves_on=past)]
    )
    found = checked(content, cast.hanna)
    assert verdicts(found) == {
        cast.ben.personnel_number: "leaving",
        gone.personnel_number: "unchanged",
        "500": "refused",
    }
    applied(found, cast.hanna, leavers=1)
    cast.ben.refresh_from_db()
    assert (cast.ben.status, cast.ben.left_on.isoformat()) == (Status.LEFT, past)


def test_who_left_comes_back_as_the_same_person_without_roles(cast):
    """P1: they are asked again, and have to be invited and given roles anew."""
    release(editor=cast.edda, approver=cast.falk)
    anton = cast.anton
    leave(person=anton, on=timezone.localdate(), by=None)
    found = checked(csv_of([row_of(anton, name="Anton Neu")]), cast.hanna)
    assert verdicts(found) == {anton.personnel_number: "back"}
    applied(found, cast.hanna)
    anton = Employee.objects.get(pk=anton.pk)
    assert (anton.status, anton.left_on, anton.name) == (Status.INVITED, None, "Anton Neu")
    assert not anton.role_slugs
    assert AcknowledgementRequest.objects.open().filter(employee=anton).exists()


def test_one_row_of_the_trail_for_all(cast):
    """A bulk act is one row with a count and a digest; beside it stands what was done to whom."""
    day = (timezone.localdate() + timedelta(days=40)).isoformat()
    content = csv_of([row("500"), row("501"), row_of(cast.ben, leaves_on=day)])
    applied(checked(content, cast.hanna), cast.hanna)
    event = AuditEvent.objects.get(verb="import.applied")
    assert '"count":3' in event.canonical
    assert '"new":2' in event.canonical
    assert not AuditEvent.objects.filter(verb="person.joined", object_id=str(somebody("500").ref)).exists()
    acts = set(ImportedPerson.objects.values_list("employee__personnel_number", "act"))
    assert acts == {("500", Act.JOINED), ("501", Act.JOINED), (cast.ben.personnel_number, Act.PLANNED)}


def test_a_planned_leaving_leaves_no_hint(cast, client):
    """Neither "my data" nor the trail of that person says that a date was entered."""
    from accounts.people.registry import my_data_of

    day = (timezone.localdate() + timedelta(days=40)).isoformat()
    before = str(my_data_of(cast.ben))
    applied(checked(csv_of([row_of(cast.ben, leaves_on=day)]), cast.hanna), cast.hanna)
    ben = Employee.objects.get(pk=cast.ben.pk)
    assert ben.leaves_on.isoformat() == day
    assert str(my_data_of(ben)) == before


def test_who_was_changed_meanwhile_is_refused_with_the_reason(cast):
    """Two admins: what one looked at is not written over what the other did since."""
    found = checked(csv_of([row_of(cast.ben, name="Ben Neu"), row("500")]), cast.hanna)
    change_details(person=cast.ben, by=cast.ines, name="Ben Anders")
    EmployeeFactory(personnel_number="500")
    applied(found, cast.hanna)
    assert (found.state, found.reason) == (State.CHECKED, "changed_meanwhile")
    assert sorted(reasons(found).values()) == [["changed_now"], ["exists_now"]]
    assert Employee.objects.get(pk=cast.ben.pk).name == "Ben Anders"
    assert not ImportedPerson.objects.exists()


def test_two_imports_at_once(cast):
    """The second is checked against what the first did."""
    first = checked(csv_of([row("500", "Erste")]), cast.hanna)
    second = checked(csv_of([row("500", "Zweite")]), cast.ines)
    applied(first, cast.hanna)
    applied(second, cast.ines)
    assert second.state == State.CHECKED
    assert reasons(second) == {2: ["exists_now"]}
    assert somebody("500").name == "Erste"


def test_departments_and_locations_are_created_on_request(cast):
    rows = [row("500", department="Marketing > Events", location="Kiel"), row("501", department="Messen")]
    department("Marketing")
    plain = checked(csv_of(rows), cast.ines)
    assert sorted(reasons(plain).values()) == [
        ["unknown_department"],
        ["unknown_department", "unknown_location"],
    ]
    assert plain.missing_places == {
        "departments": {"Marketing > Events": 1, "Messen": 1},
        "locations": {"Kiel": 1},
    }
    rows[0][3] = f"{COMPANY} > Marketing > Events"
    made = checked(csv_of(rows), cast.ines, create_places=True, like=cast.ines.location)
    assert verdicts(made) == {"500": "new", "501": "new"}
    applied(made, cast.ines)
    assert somebody("500").department.get_parent().name == "Marketing"
    assert (somebody("500").location.name, somebody("500").location.subdivision) == ("Kiel", "HH")
    assert Department.objects.get(name="Messen").get_parent().name == COMPANY


def test_hr_creates_no_places(cast):
    with pytest.raises(NotPermitted):
        checked(csv_of([row("500", department="Messen")]), cast.hanna, create_places=True)


def test_undo_puts_back_what_was(cast):
    """Also the sign-in of people who left by mistake; newcomers leave, because P2 keeps them."""
    release(editor=cast.edda, approver=cast.falk)
    anton, mara, _ = cast.anton, cast.mara, (cast.ben, cast.hanna, cast.ines)
    leave(person=anton, on=timezone.localdate() - timedelta(days=2), by=None)
    open_before = set(AcknowledgementRequest.objects.open().values_list("employee", flat=True))
    department("Marketing")
    others = [one for one in Employee.objects.employed() if one.pk not in (mara.pk, cast.ben.pk)]
    rows = [
        row("500"),
        row_of(anton),
        row_of(cast.ben, name="B", department="Marketing", email="b@x.example"),
    ]
    content = csv_of([*rows, *(row_of(one) for one in others)])
    found = applied(checked(content, cast.hanna, complete=True), cast.hanna, leavers=1)
    undone(found, cast.ines)
    assert (found.state, found.undone_by) == (State.UNDONE, cast.ines)
    ben, mara, anton = (Employee.objects.get(pk=one.pk) for one in (cast.ben, mara, anton))
    assert (ben.name, ben.email, ben.department) == (cast.ben.name, cast.ben.email, cast.ben.department)
    assert ben.emailaddress_set.get().email == cast.ben.email
    assert (mara.status, mara.is_active, mara.left_on) == (Status.ACTIVE, True, None)
    assert mara.has_usable_password()
    assert (anton.status, anton.left_on) == (Status.LEFT, timezone.localdate() - timedelta(days=2))
    assert somebody("500").status == Status.LEFT
    assert set(AcknowledgementRequest.objects.open().values_list("employee", flat=True)) == open_before
    assert AuditEvent.objects.filter(verb="import.undone").count() == 1
    assert not ImportedRow.objects.exists()


@pytest.mark.parametrize("what", ["changed", "role"])
def test_undo_is_refused_when_something_depends_on_it(cast, what):
    found = applied(checked(csv_of([row("500"), row_of(cast.ben, name="B")]), cast.hanna), cast.hanna)
    if what == "changed":
        change_details(person=cast.ben, by=cast.ines, name="Ben Anders")
    else:
        give_role(person=somebody("500"), role=Role.AUDITOR, by=None)
    with pytest.raises(SomethingDependsOnIt):
        operations.start_undo(people_import=found, by=cast.hanna)


def test_only_the_last_import_is_undone(cast):
    first = applied(checked(csv_of([row("500")]), cast.hanna), cast.hanna)
    applied(checked(csv_of([row("501")]), cast.hanna), cast.hanna)
    with pytest.raises(NotTheLastImport):
        operations.start_undo(people_import=first, by=cast.hanna)
