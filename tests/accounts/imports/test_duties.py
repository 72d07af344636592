"""P1 over imports: whatever a file says, duties equal the audience rule, and undoing keeps it so."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.imports.choices import Act, State
from accounts.people.choices import Role
from accounts.people.models import Audience, Employee
from accounts.people.operations import define_audience
from accounts.people.operations.audiences import people_matching
from accounts.people.operations.bulk import happened_to_many
from accounts.people.registry import on_lifecycle
from guidelines.policies.models import AcknowledgementRequest, Policy
from tests.accounts.imports.files import applied, checked, csv_of, row, undone
from tests.factories.people import EmployeeFactory, OrganisationFactory, department
from tests.factories.policies import release

pytestmark = pytest.mark.django_db
DEPARTMENTS = ("Sales", "Marketing", "Service")
NUMBERS = tuple(str(900 + n) for n in range(6))
entry = st.tuples(st.sampled_from(NUMBERS), st.sampled_from(DEPARTMENTS))
file = st.lists(entry, max_size=5, unique_by=lambda one: one[0])


class World:
    """A company with two guidelines: one for everybody, one for a department."""

    def __init__(self) -> None:
        OrganisationFactory()
        self.hr = EmployeeFactory(roles=[Role.HR], personnel_number="")
        editor = EmployeeFactory(roles=[Role.EDITOR], personnel_number="")
        approver = EmployeeFactory(roles=[Role.APPROVER], personnel_number="")
        for name in DEPARTMENTS:
            department(name)
        clauses = [{"department": department("Sales")}]
        some = define_audience(slug="sales", name="Sales", clauses=clauses, by=None)
        release(editor=editor, approver=approver, slug="for-all")
        release(editor=editor, approver=approver, slug="for-sales", audience=some)

    def bring_in(self, rows: list[tuple[str, str]], undo: bool) -> None:
        content = csv_of(
            [row(number, department=name, location="Hamburg") for number, name in rows] or [row("")]
        )
        found = checked(content, self.hr, complete=True)
        if any(found.counts[verdict] for verdict in ("new", "changed", "back", "leaving")):
            applied(found, self.hr, leavers=found.counts["leaving"])
            assert found.state == State.APPLIED
            self.check()
            if undo:
                before = set(Employee.objects.values_list("pk", flat=True))
                undone(found, self.hr)
                assert found.state == State.UNDONE
                assert set(Employee.objects.values_list("pk", flat=True)) == before
        self.check()

    def check(self) -> None:
        for audience in Audience.objects.all():
            members = set(audience.members.values_list("employee", flat=True))
            assert members == pks(Employee.objects.filter(people_matching(audience)))
        for policy in Policy.objects.in_force():
            owing = pks(Employee.objects.filter(people_matching(policy.audience)))
            asked = AcknowledgementRequest.objects.open().filter(policy=policy)
            assert set(asked.values_list("employee", flat=True)) == owing
            assert not asked.exclude(department__in=asked.values("employee__department")).exists()
            for request in asked.select_related("employee"):
                assert request.department_id == request.employee.department_id


def pks(people) -> set[int]:
    return set(people.values_list("pk", flat=True))


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(story=st.lists(st.tuples(file, st.booleans()), min_size=2, max_size=4))
def test_p1_duties_equal_the_rule_after_every_import(story: list[tuple[list[tuple[str, str]], bool]]) -> None:
    """P1: joiners, movers, leavers and returners by file, and what is undone of it. P2: nobody is deleted."""
    with transaction.atomic():
        world = World()
        for rows, undo in story:
            world.bring_in(rows, undo)
        transaction.set_rollback(True)


def test_a_hook_without_a_bulk_form_hears_of_everybody(cast, monkeypatch) -> None:
    """No higher room is forgotten because it does not work on sets."""
    heard, hr = [], cast.hanna
    monkeypatch.setattr("accounts.people.registry._lifecycle", [])
    on_lifecycle(lambda person, event: heard.append((person.name, event.value)))
    applied(checked(csv_of([row("500", "Eins"), row("501", "Zwei")]), hr), hr)
    assert sorted(heard) == [("Eins", Act.JOINED), ("Zwei", Act.JOINED)]
    happened_to_many(Employee.objects.none(), "moved")
    assert len(heard) == 2


def test_the_statements_do_not_grow_with_the_rows(cast, django_assert_max_num_queries) -> None:
    """Set-based: 400 newcomers take as many statements as four."""
    from accounts.imports.models import PeopleImport
    from accounts.imports.operations import apply_import

    release(editor=cast.edda, approver=cast.falk)
    for first, count in ((1000, 4), (2000, 400)):
        content = csv_of([row(str(first + n), manager=cast.ben.personnel_number) for n in range(count)])
        found = checked(content, cast.hanna)
        PeopleImport.objects.filter(pk=found.pk).update(state=State.APPLYING)
        with django_assert_max_num_queries(90):
            apply_import(people_import=found, by=cast.hanna)
    assert (
        AcknowledgementRequest.objects.open().filter(employee__personnel_number__startswith="2").count()
        == 400
    )
