"""P1: whoever joins, moves, leaves or returns, the members of every audience are what its rule says."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.people.choices import EMPLOYED, Effect, Movement, Role, Status
from accounts.people.models import Audience, AudienceEntry, AudienceMember, Employee
from accounts.people.operations import (
    bring_back,
    define_audience,
    everyone,
    give_role,
    leave,
    move,
    refresh_audience,
    return_from_leave,
    send_on_leave,
    take_role,
)
from accounts.people.operations.audiences import people_matching
from portal.audit.append_only import AppendOnly
from tests.factories.people import Cast, EmployeeFactory, LocationFactory, department

pytestmark = pytest.mark.django_db
ROLES = (Role.EDITOR, Role.HR)
DEPARTMENTS = ("Sales", "Service", "Service/Phone")


class World:
    """Everything the random story can touch, and the rule written down a second time in plain Python."""

    def __init__(self) -> None:
        self.places = [LocationFactory(), LocationFactory(munich=True)]
        sales, service = department("Sales"), department("Service")
        phone = service.add_child(name="Service/Phone")
        self.departments = [sales, service, phone]
        self.people = [EmployeeFactory(department=sales) for _ in range(3)]
        EmployeeFactory(roles=[Role.SYSTEM_ADMIN])
        self.rules: dict[str, list[dict]] = {}

    def hire(self, n: int, m: int) -> None:
        self.people.append(EmployeeFactory(department=self.departments[n % 3], location=self.places[m % 2]))

    def move(self, n: int, m: int) -> None:
        place = {"department": self.departments[m % 3], "location": self.places[n % 2]}
        move(person=self._one(n), by=None, **place)

    def change_status(self, n: int, m: int) -> None:
        person = self._one(n)
        if person.status == Status.LEFT:
            bring_back(person=person, by=None)
        elif person.status == Status.ON_LEAVE:
            return_from_leave(person=person, by=None)
        elif person.status == Status.ACTIVE and m % 2:
            send_on_leave(person=person, by=None)
        else:
            leave(person=person, on=date(2026, 3, 1), by=None)

    def change_role(self, n: int, m: int) -> None:
        person, role = self._one(n), ROLES[m % 2]
        if role in person.role_slugs:
            take_role(person=person, role=role, by=None)
        elif person.status in EMPLOYED:
            give_role(person=person, role=role, by=None)

    def edit(self, n: int, m: int) -> None:
        clause = [
            {"department": self.departments[m % 3]},
            {"location": self.places[m % 2], "role": ROLES[n % 2]},
            {"person": self._one(m)},
            {},
        ][n % 4]
        effect = Effect.EXCLUDE if m % 3 == 0 else Effect.INCLUDE
        slug = f"audience-{n % 2}"
        rule = [*self.rules.get(slug, [])[-2:], {"effect": effect, **clause}]
        self.rules[slug] = rule
        define_audience(slug=slug, name=slug, clauses=rule, by=None)

    def _one(self, n: int) -> Employee:
        return Employee.objects.get(pk=self.people[n % len(self.people)].pk)

    def check(self) -> None:
        for slug, rule in self.rules.items():
            audience = Audience.objects.get(slug=slug)
            members = set(
                AudienceMember.objects.filter(audience=audience).values_list("employee_id", flat=True)
            )
            assert members == {person.pk for person in Employee.objects.all() if self._fits(person, rule)}
            assert members == self._told(audience)

    def _fits(self, person: Employee, rule: list[dict]) -> bool:
        if person.status not in EMPLOYED:
            return False
        met = [clause["effect"] for clause in rule if self._meets(person, clause)]
        return Effect.INCLUDE in met and Effect.EXCLUDE not in met

    def _meets(self, person: Employee, clause: dict) -> bool:
        asked = {
            "department": lambda wanted: person.department.path.startswith(wanted.path),
            "location": lambda wanted: person.location == wanted,
            "role": lambda wanted: wanted in person.role_slugs,
            "person": lambda wanted: person == wanted,
        }
        return all(asked[name](wanted) for name, wanted in clause.items() if name != "effect")

    def _told(self, audience: Audience) -> set[int]:
        """Who is in, by the history alone."""
        inside: set[int] = set()
        for entry in AudienceEntry.objects.filter(audience=audience).order_by("pk"):
            if entry.movement == Movement.JOINED:
                assert entry.employee_id not in inside
                inside.add(entry.employee_id)
            else:
                inside.remove(entry.employee_id)
        return inside


STEPS = ("hire", "move", "change_status", "change_role", "edit")
step = st.tuples(st.sampled_from(STEPS), st.integers(0, 11), st.integers(0, 11))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(story=st.lists(step, min_size=4, max_size=14))
def test_p1_members_equal_the_rule_after_every_change(story: list[tuple[str, int, int]]) -> None:
    """P1: joiners, movers, leavers and returners; the history alone says the same."""
    from django.db import transaction

    with transaction.atomic():
        world = World()
        world.edit(0, 1)
        for name, n, m in story:
            getattr(world, name)(n, m)
            world.check()
        transaction.set_rollback(True)


def test_p2_leaving_deletes_nothing(cast: Cast) -> None:
    """P2: who left is no member any more, and the history of it stays."""
    audience = everyone(by=None)
    assert cast.ben in [member.employee for member in audience.members.all()]
    leave(person=cast.ben, on=date(2026, 3, 1), by=cast.hanna)
    assert not audience.members.filter(employee=cast.ben).exists()
    assert [entry.movement for entry in audience.entries.filter(employee=cast.ben).order_by("pk")] == [
        Movement.JOINED,
        Movement.LEFT,
    ]
    with pytest.raises(AppendOnly):
        audience.entries.filter(employee=cast.ben).delete()


def test_an_audience_without_lines_is_empty() -> None:
    EmployeeFactory()
    audience = define_audience(slug="none", name="Nobody", clauses=[], by=None)
    assert not audience.members.exists()


def test_a_refresh_costs_the_same_for_everybody(django_assert_max_num_queries: Callable) -> None:
    """Set-based: 3 000 people join by as many statements as one."""
    place, entity, room = LocationFactory(), EmployeeFactory().entity, department()
    Employee.objects.bulk_create(
        Employee(
            login_id=f"bulk{n}", name=f"Bulk {n}", status=Status.ACTIVE, is_active=True,
            location=place, entity=entity, department=room,
        )
        for n in range(3000)
    )  # fmt: skip
    audience = everyone(by=None)
    audience.members.all().delete()
    with django_assert_max_num_queries(16):
        refresh_audience(audience=audience, why="rule_changed")
    assert audience.members.count() == Employee.objects.filter(people_matching(audience)).count() == 3001


def test_refreshing_twice_changes_nothing(cast: Cast) -> None:
    assert cast.ben
    audience = everyone(by=None)
    before = audience.entries.count()
    refresh_audience(audience=audience, why="rule_changed")
    assert audience.entries.count() == before
