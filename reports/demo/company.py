"""The demo company is founded: entities, places, departments, people, audiences."""

from datetime import date, timedelta

from accounts.people.choices import Role, Status
from accounts.people.models import Department, Employee, Entity, Location, Organisation
from accounts.people.operations import define_audience, give_role, hire, move
from reports.demo.cast import (
    COMMUNICATIONS,
    COMPANY,
    DEPARTMENTS,
    EVERYBODY,
    LOCATIONS,
    MAIL_DOMAIN,
    MANAGER_OF,
    SALES,
    SERVICE,
    SUBSIDIARY,
    Person,
)

FIRST_PERSONNEL_NUMBER = 10400


def found(today: date) -> None:
    """Create the company with everybody who works there and the audiences of the starter guidelines."""
    Organisation.objects.create(name=COMPANY, default_language="de")
    for name in (COMPANY, SUBSIDIARY):
        Entity.objects.create(name=name)
    for place in LOCATIONS:
        Location.objects.create(**place)
    top = Department.add_root(name=COMPANY)
    for name in DEPARTMENTS:
        Department.objects.get(pk=top.pk).add_child(name=name)
    for index, person in enumerate(EVERYBODY):
        take_on(person, number=index, today=today)
    for person in EVERYBODY:
        _report_to(person)
    _audiences()


def take_on(
    person: Person, *, number: int, today: date, status: Status = Status.ACTIVE, days_ago: int | None = None
) -> Employee:
    """Hire somebody; long ago unless `days_ago` says when."""
    employee = hire(
        by=None,
        status=status,
        login_id=person.login_id,
        name=person.name,
        email=f"{person.login_id}@{MAIL_DOMAIN}",
        personnel_number=str(FIRST_PERSONNEL_NUMBER + number),
        language=person.language,
        entity=Entity.objects.get(name=person.entity),
        department=Department.objects.get(name=person.department),
        location=Location.objects.get(name=person.location),
        hired_on=today - timedelta(days=days_ago if days_ago is not None else 700 + number * 31),
    )
    for role in person.roles:
        give_role(person=employee, role=role, by=None)
    return employee


def _report_to(person: Person) -> None:
    manager = MANAGER_OF[person.department]
    if manager != person.login_id:
        move(
            person=Employee.objects.get(login_id=person.login_id),
            manager=Employee.objects.get(login_id=manager),
            by=None,
        )


def _audiences() -> None:
    departments = {name: Department.objects.get(name=name) for name in DEPARTMENTS}
    define_audience(slug="everyone", name="Alle Beschäftigten", clauses=[{}], by=None)
    define_audience(
        slug="marketing",
        name="Marketing und Vertrieb",
        clauses=[{"department": departments[COMMUNICATIONS]}, {"department": departments[SALES]}],
        by=None,
    )
    define_audience(
        slug="service", name="Kundenservice", clauses=[{"department": departments[SERVICE]}], by=None
    )
    define_audience(
        slug="editorial",
        name="Redaktion und Kommunikation",
        clauses=[
            {"department": departments[COMMUNICATIONS]},
            {"role": Role.ACCOUNT_ADMIN},
            {"role": Role.CRISIS_LEAD},
        ],
        by=None,
    )
