"""What this room hangs into the frame: names for the trail, places in the menus, languages, own duties."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.people import my_data, registry
from accounts.people.adapters import MFAAdapter
from accounts.people.choices import Role
from accounts.people.emails import recipient
from accounts.people.models import Employee
from accounts.people.operations.self_service import set_language
from accounts.people.permissions import can_manage_organisation, can_manage_people, can_read_trail
from accounts.people.querysets import EmployeeQuerySet
from portal.audit import registry as trail
from portal.keys.registry import holder
from portal.ui.registry import account_menu, nav, on_language_chosen
from portal.upkeep.registry import administrators_are

MATCHES = 10


def connect() -> None:
    """Called once, when the app is ready."""
    trail.people.names_of = names_of
    trail.people.find = find
    trail.people.may_read_trail = can_read_trail
    on_language_chosen(choose_language)
    registry.my_data_provider(my_data.about_person, first=True)
    registry.stored_facts(*my_data.STORED)
    holder("second factors", MFAAdapter.sealed_secrets, MFAAdapter.rewrap_secrets)
    administrators_are(lambda: map(recipient, holders(Role.SYSTEM_ADMIN)))
    _places()
    registry.two_person_duty(
        "people.system_admins",
        title=_("System administration"),
        missing=_(
            "Nobody can change the roles of the only system admin, or help them when they cannot sign in."
        ),
        holders=lambda: holders(Role.SYSTEM_ADMIN),
    )


def _places() -> None:
    nav.register(_("People"), "people:person-list", icon="users", order=600, visible=can_manage_people)
    nav.register(
        _("Organisation"),
        "people:organisation-show",
        icon="building-2",
        order=700,
        visible=can_manage_organisation,
    )
    nav.register(
        _("Set-up check"),
        "people:set-up-check",
        icon="list-checks",
        order=710,
        visible=can_manage_organisation,
    )
    account_menu.register(_("My settings"), "people:my-settings", icon="settings", order=5)
    account_menu.register(_("My data"), "people:my-data", icon="database", order=35)


def holders(*roles: Role) -> EmployeeQuerySet:
    """People who can act in one of `roles` now."""
    return Employee.objects.who_may_sign_in().with_role(*roles)


def names_of(refs: Iterable[UUID]) -> dict[UUID, str]:
    return dict(Employee.objects.filter(ref__in=list(refs)).values_list("ref", "name"))


def find(text: str) -> list[tuple[UUID, str]]:
    """People a look-up may mean, with what tells two of one name apart."""
    people = Employee.objects.found_by(text).select_related("department").order_by("name", "pk")[:MATCHES]
    return [(person.ref, f"{person.name} ({person.department}, {person.login_id})") for person in people]


def choose_language(*, person: Any, language: str, by: Any) -> None:
    if person.language != language:
        set_language(person=person, language=language, by=by)
