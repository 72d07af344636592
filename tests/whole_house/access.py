"""Who may do what at which address. A route that is not declared here fails the tests.

The actors: nobody signed in · the `owner` of the things (Ada) · another employee · a manager · every role ·
HR of another entity · somebody who left and somebody invited, who come with a cookie that is no longer, or
not yet, good for anything. What belongs to Ada and her company is out of reach of the last three.

A room that adds a route adds a line to `declared/<package>.py`: `get` and `post` name the actors who may;
left out, the method is refused to everybody with 405. `ids` says which `THINGS` fill the route's variables.
"""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.operations import give_role
from tests.factories.people import Cast, EmployeeFactory, EntityFactory, signed_in

ANONYMOUS = "anonymous"
OWNER = "owner"
EMPLOYEE = "employee"
MANAGER = "manager"
HR_ELSEWHERE = "hr-elsewhere"
LEAVER = "leaver"
INVITED = "invited"
ROLES = frozenset(role.value for role in Role)
SIGNED_IN = frozenset({OWNER, EMPLOYEE, MANAGER, HR_ELSEWHERE}) | ROLES
EVERYBODY = SIGNED_IN | {ANONYMOUS, LEAVER, INVITED}
# A proof is good for five minutes, and the walk takes longer on a slow machine.
PROVEN_SECONDS = 120
ONLY_OWNER = frozenset({OWNER})
# HR's lists and forms, on which HR of another entity meets its own people only.
ALL_HR = frozenset({Role.HR.value, HR_ELSEWHERE})
NOBODY: frozenset[str] = frozenset()


def only(*roles: Role) -> frozenset[str]:
    return frozenset(role.value for role in roles)


def hr_elsewhere() -> Employee:
    """HR of a sister company, where nobody of the cast works."""
    elsewhere = EntityFactory(name="Hafenlicht Austria GmbH")
    person = EmployeeFactory(name="Somebody in HR of another entity", entity=elsewhere)
    give_role(person=person, role=Role.HR, by=None, entity=elsewhere)
    return person


def manager() -> Employee:
    """Of somebody else than the owner."""
    person = EmployeeFactory(name="Somebody with a team")
    EmployeeFactory(name="Somebody in a team", manager=person)
    return person


def invited() -> Employee:
    return EmployeeFactory(name="Somebody invited", invited=True)


SPECIAL = {MANAGER: manager, HR_ELSEWHERE: hr_elsewhere, INVITED: invited}


@dataclass(frozen=True)
class Access:
    """Who may GET (HEAD follows it) and who may POST; everything else is refused to everybody."""

    get: frozenset[str] | None = None
    post: frozenset[str] | None = None
    ids: Mapping[str, str] = field(default_factory=dict)


class World:
    """What the addresses point at; it all belongs to Ada, who is the `owner`."""

    def __init__(self, cast: Cast, makers: Mapping[str, Callable[["World"], Any]]) -> None:
        self.cast = cast
        self._makers = makers
        self._things: dict[str, Any] = {}
        self._clients: dict[str, Client] = {}
        self._people: dict[str, Employee] = {}
        self._proven_at: dict[str, float] = {}

    def client(self, actor: str) -> Client:
        """A browser in which `actor` is signed in, with a second factor just used."""
        client = self._clients.setdefault(actor, Client(raise_request_exception=False))
        if actor != ANONYMOUS and self._proven_at.get(actor, -math.inf) < time.monotonic() - PROVEN_SECONDS:
            signed_in(client, self._person(actor))
            self._proven_at[actor] = time.monotonic()
        return client

    def _person(self, actor: str) -> Employee:
        if actor not in self._people:
            self._people[actor] = self._who(actor)
        return self._people[actor]

    def _who(self, actor: str) -> Employee:
        if actor == OWNER:
            return self.cast.ada
        if actor == EMPLOYEE:
            return self.cast.ben
        if actor == LEAVER:
            return self.cast.dirk
        if actor in SPECIAL:
            return SPECIAL[actor]()
        return EmployeeFactory(name=f"Somebody with the role {actor}", roles=[Role(actor)])

    def address(self, name: str, access: Access) -> str:
        return reverse(name, kwargs={variable: self.find(path) for variable, path in access.ids.items()})

    def find(self, path: str) -> Any:
        """Look up "job.ref": a thing that a room declares, and its attributes."""
        name, *attributes = path.split(".")
        if name not in self._things:
            self._things[name] = self._makers[name](self)
        found: Any = self._things[name]
        for attribute in attributes:
            found = getattr(found, attribute)
        return found


# Sign-in's own pages, by the part they play. Their methods are allauth's; nobody meets an error.
SIGN_IN_OPEN = frozenset(
    """account_login account_logout account_inactive account_signup account_email_verification_sent
    account_reset_password account_reset_password_done account_reset_password_from_key
    account_reset_password_from_key_done account_confirm_email account_confirm_login_code
    mfa_authenticate mfa_login_webauthn""".split()
)
SIGN_IN_OWN = frozenset(
    """account_reauthenticate account_email account_change_password account_set_password mfa_index
    mfa_reauthenticate mfa_activate_totp mfa_deactivate_totp mfa_view_recovery_codes
    mfa_generate_recovery_codes mfa_download_recovery_codes mfa_list_webauthn mfa_add_webauthn
    mfa_reauthenticate_webauthn mfa_remove_webauthn mfa_edit_webauthn usersessions_list
    people:second-factor""".split()
)
# Wagtail's pages that answer before sign-in: they hold no content.
CMS_OPEN = frozenset({"wagtailadmin_javascript_catalog", "wagtailadmin_sprite"})
