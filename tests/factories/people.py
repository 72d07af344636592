"""The fixed cast, and factories that go through the same operations as the product.

Ada owns, Ben uses, Cleo audits, Dirk is outside, Edda edits, Falk approves, Hanna is HR, Ines administers the
system, Dana protects data, Wolf sits on the works council, Anton administers accounts, Mara leads a team.
"""

import time
from typing import Any

import factory
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.internal.userkit import user_id_to_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.people.choices import Employment, Role, Status
from accounts.people.models import Department, Employee, Entity, Location, Organisation
from accounts.people.operations import give_role, hire, leave

PASSWORD = "quiet harbour lantern 7"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
COMPANY = "Hafenlicht GmbH"


class OrganisationFactory(factory.django.DjangoModelFactory):
    """The company itself; without it every page leads to the first-run page."""

    class Meta:
        model = Organisation
        django_get_or_create = ("id",)

    id = 1
    name = COMPANY
    default_language = "de"


class EntityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Entity
        django_get_or_create = ("name",)

    name = COMPANY


class LocationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Location
        django_get_or_create = ("name",)

    name = "Hamburg"
    country = "DE"
    subdivision = "HH"
    time_zone = "Europe/Berlin"

    class Params:
        munich = factory.Trait(name="München", subdivision="BY")
        lisbon = factory.Trait(name="Lisboa", country="PT", subdivision="", time_zone="Europe/Lisbon")


def department(name: str = COMPANY) -> Department:
    """The department of that name; every other one lies below the company itself."""
    found = Department.objects.filter(name=name).first()
    if found:
        return found
    if name == COMPANY:
        return Department.add_root(name=COMPANY)
    return Department.objects.get(pk=department().pk).add_child(name=name)


class EmployeeFactory(factory.django.DjangoModelFactory):
    """Hires somebody. `roles=[Role.HR]` gives roles, `password=None` leaves sign-in to the invitation."""

    class Meta:
        model = Employee

    class Params:
        invited = factory.Trait(status=Status.INVITED, password=None)
        on_leave = factory.Trait(status=Status.ON_LEAVE)
        external = factory.Trait(employment=Employment.EXTERNAL)
        without_email = factory.Trait(email=None)
        english = factory.Trait(language="en")

    name = factory.Sequence(lambda n: f"Kim Person {n}")
    email = factory.Sequence(lambda n: f"kim.{n}@hafenlicht.example")
    personnel_number = factory.Sequence(lambda n: f"{10000 + n}")
    language = "de"
    status = Status.ACTIVE
    entity = factory.SubFactory(EntityFactory)
    location = factory.SubFactory(LocationFactory)
    department = factory.LazyFunction(department)
    password = PASSWORD
    roles = ()

    @classmethod
    def _create(cls, model_class: type[Employee], *args: Any, **facts: Any) -> Employee:
        password, roles = facts.pop("password"), facts.pop("roles")
        person = hire(by=None, **facts)
        if password:
            person.set_password(password)
            person.save(update_fields=["password"])
        for role in roles:
            give_role(person=person, role=role, by=None)
        return person


CAST: dict[str, dict[str, Any]] = {
    "ada": {"name": "Ada Lindqvist", "department": "Marketing"},
    "ben": {"name": "Ben Öztürk", "department": "Customer service"},
    "cleo": {"name": "Cleo Nguyễn", "roles": [Role.AUDITOR]},
    "dirk": {"name": "Dirk von der Osten-Sacken", "department": "Sales"},
    "edda": {"name": "Edda Brandt", "department": "Communications", "roles": [Role.EDITOR]},
    "falk": {"name": "Falk Neumann", "department": "Communications", "roles": [Role.APPROVER]},
    "hanna": {"name": "Hanna Krüger", "department": "HR", "roles": [Role.HR]},
    "ines": {"name": "Inès Castillo", "department": "IT", "roles": [Role.SYSTEM_ADMIN]},
    "dana": {"name": "Dana Petrescu", "department": "Legal", "roles": [Role.DPO]},
    "wolf": {"name": "Wolf Hartmann", "roles": [Role.WORKS_COUNCIL]},
    "anton": {"name": "Anton Schuster", "department": "Marketing", "roles": [Role.ACCOUNT_ADMIN]},
    "mara": {"name": "Mara Iversen", "department": "Customer service"},
}


class Cast:
    """The people of the tests, hired when first named: `cast.hanna`. Ben's manager is Mara; Dirk has left."""

    def __init__(self) -> None:
        OrganisationFactory()

    def __getattr__(self, name: str) -> Employee:
        if name not in CAST:
            raise AttributeError(name)
        person = self._hire(name)
        setattr(self, name, person)
        return person

    def everybody(self) -> list[Employee]:
        """All twelve, in the order of the alphabet."""
        return [getattr(self, name) for name in CAST]

    def _hire(self, name: str) -> Employee:
        facts = {"login_id": name, "email": f"{name}@hafenlicht.example", **CAST[name]}
        facts["department"] = department(facts.get("department", COMPANY))
        if name == "ben":
            facts["manager"] = self.mara
        person = EmployeeFactory(**facts)
        if name == "dirk":
            leave(person=person, on=timezone.localdate(), by=None)
            person.refresh_from_db()
        return person


def add_totp(person: Employee) -> Authenticator:
    """Give `person` a second factor (the secret is `TOTP_SECRET`) and recovery codes, once."""
    existing = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    if existing:
        return existing
    RecoveryCodes.activate(person)
    return TOTP.activate(person, TOTP_SECRET).instance


def signed_in(client: Client, person: Employee, *, mfa: bool = True, seconds_ago: int = 0) -> Client:
    """Sign `person` in without the pages; with `mfa` as somebody who has just used their second factor."""
    if mfa:
        add_totp(person)
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    at = time.time() - seconds_ago
    ways: list[dict[str, Any]] = [{"method": "password", "at": at, "username": person.login_id}]
    if mfa:
        ways.append({"method": "mfa", "at": at, "type": "totp"})
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = ways
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(person)
    session.save()
    UserSession.objects.update_or_create(
        session_key=session.session_key, defaults={"user": person, "ip": "0.0.0.0", "user_agent": ""}
    )
    return client
