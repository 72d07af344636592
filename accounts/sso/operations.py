"""Who a company sign-in is here. Linking is by proof, never by likeness."""

from django.db import IntegrityError
from django.db.models import Q
from django.utils import timezone

from accounts.people.choices import Status
from accounts.people.models import Department, Employee, Entity, Location
from accounts.people.operations import apply_role_rules, hire, move
from accounts.people.operations.sign_in import take_up_sign_in
from accounts.sso.claims import Claimed
from accounts.sso.models import Identity
from accounts.sso.providers import Provider
from accounts.sso.rules import (
    AddressNotProven,
    AnotherIdentity,
    NobodyHere,
    PlaceUnknown,
    RoundTripUnknown,
    SignInEnded,
)
from portal.audit.trail import operation, record


@operation(refused="sso.refused")
def take_in(*, provider: Provider, claimed: Claimed) -> Employee:
    """The person behind a company sign-in, linked on the first one; roles and department follow its claims.

    Raises `NobodyHere`, `AddressNotProven`, `AnotherIdentity`, `SignInEnded`, `PlaceUnknown`,
    `RoundTripUnknown` when another tab was quicker.
    """
    identity = Identity.objects.filter(provider=provider.slug, subject=claimed.subject).first()
    if identity is None:
        identity = _link(provider, claimed)
    person = identity.employee
    if not person.is_active:
        raise SignInEnded
    _follow(provider, claimed, person)
    identity.used_at = timezone.now()
    identity.save(update_fields=["used_at"])
    return Employee.objects.get(pk=person.pk)


def forget_identities(person: Employee) -> None:
    """Part of taking every way in away; the next company sign-in has to be linked anew."""
    for identity in person.identities.all():
        identity.delete()
        record("sso.unlinked", obj=person, details={"provider": identity.provider})


def _link(provider: Provider, claimed: Claimed) -> Identity:
    person, by = _found(provider, claimed)
    if person is None:
        person, by = _put_on_record(provider, claimed), "created"
    person = Employee.objects.held().get(pk=person.pk)
    if person.status == Status.LEFT:
        raise SignInEnded
    if person.identities.filter(provider=provider.slug).exists():
        raise AnotherIdentity
    take_up_sign_in(person)
    record("sso.linked", by=person, obj=person, details={"provider": provider.slug, "by": by})
    try:
        return Identity.objects.create(
            employee=person, provider=provider.slug, subject=claimed.subject, linked_by=by
        )
    except IntegrityError as quicker:
        raise RoundTripUnknown from quicker


def _found(provider: Provider, claimed: Claimed) -> tuple[Employee | None, str]:
    """Who this is by what the provider is configured to vouch for, the surest first."""
    here = Q(entity__name=provider.entity) if provider.entity else Q()
    for by, said, fits in (
        ("personnel_number", claimed.personnel_number, Q(personnel_number=claimed.personnel_number) & here),
        ("login_id", claimed.login_id, Q(login_id=claimed.login_id)),
        ("email", claimed.email, Q(email=claimed.email)),
    ):
        people = list(Employee.objects.filter(fits)[:2]) if said else []
        if len(people) == 1:
            return people[0], by
    return None, ""


def _put_on_record(provider: Provider, claimed: Claimed) -> Employee:
    """A person without a record is made only where the provider may, and never beside an equal address."""
    if claimed.address and Employee.objects.filter(email=claimed.address).exists():
        raise AddressNotProven
    if not provider.creates or not claimed.name:
        raise NobodyHere
    entity = Entity.objects.filter(name=provider.entity).first()
    location = Location.objects.filter(name=provider.location).first()
    department = (
        _department(claimed.department)
        or _department(provider.department)
        or Department.get_first_root_node()
    )
    if entity is None or location is None or department is None:
        raise PlaceUnknown
    return hire(
        by=None,
        status=Status.ACTIVE,
        name=claimed.name,
        email=claimed.email or None,
        personnel_number=claimed.personnel_number,
        language=claimed.language,
        entity=entity,
        location=location,
        department=department,
    )


def _follow(provider: Provider, claimed: Claimed, person: Employee) -> None:
    """Roles by the rules two people confirmed (P3); the department when the provider names one of ours."""
    department = _department(claimed.department)
    if department is not None and department.pk != person.department_id:
        move(person=person, department=department, by=None)
    if claimed.groups is not None:
        apply_role_rules(person=person, source=provider.source, groups=claimed.groups)


def _department(name: str) -> Department | None:
    return Department.called(name) if name else None
