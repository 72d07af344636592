"""What this room hangs into people and into the frame."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID

from django.db import DatabaseError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.people import registry
from accounts.scim.models import DirectoryGroup, DirectoryMembership, ScimToken
from accounts.scim.my_data import about_directory
from accounts.scim.operations.groups import SOURCE
from accounts.scim.permissions import can_manage_tokens
from accounts.scim.references import as_uuid
from portal.audit import registry as trail
from portal.ui.registry import nav
from portal.upkeep.registry import Concern, concern

TRAIT = "group-"
WARN_DAYS_BEFORE = 30


def connect() -> None:
    """Called once, when the app is ready."""
    registry.audience_attributes(TRAIT, groups_offered, people_of_group)
    registry.role_sources(lambda: [(SOURCE, _("Groups of the directory (SCIM)"))])
    registry.my_data_provider(about_directory)
    registry.for_machines("scim:root", "scim:endpoint")
    concern("scim tokens", ending_token)
    trail.people.names_of = with_tokens(trail.people.names_of)
    nav.register(
        _("Directory"), "scim:directory-show", icon="folder-sync", order=720, visible=can_manage_tokens
    )


def ending_token() -> Concern | None:
    """The token that ends next, when that is soon. A database that is down is another part's concern."""
    soon = timezone.now() + timedelta(days=WARN_DAYS_BEFORE)
    try:
        token = ScimToken.objects.in_force().filter(expires_at__lt=soon).order_by("expires_at").first()
    except DatabaseError:
        return None
    if token is None:
        return None
    facts = {"name": token.name, "day": date_format(token.last_day)}
    return Concern(
        "scim_token_ends",
        gettext("A token of the directory ends soon"),
        gettext("“%(name)s” ends on %(day)s. From then on the directory is let in no longer.") % facts,
    )


def groups_offered() -> list[tuple[str, str]]:
    return [(group.trait, group.name) for group in DirectoryGroup.objects.order_by("name")]


def people_of_group(trait: str) -> QuerySet:
    ref = as_uuid(trait.removeprefix(TRAIT))
    return DirectoryMembership.objects.filter(group__ref=ref).values("employee")


def with_tokens(names_of: Callable[[Iterable[UUID]], dict[UUID, str]]) -> Callable[..., dict[UUID, str]]:
    """Let the trail name tokens as it names people."""

    def names(refs: Iterable[UUID]) -> dict[UUID, str]:
        wanted = list(refs)
        tokens = ScimToken.objects.filter(ref__in=wanted).values_list("ref", "name")
        return {**dict(tokens), **names_of(wanted)}

    return names
