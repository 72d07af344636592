"""What this room hangs into people and into the frame."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.people import registry
from accounts.scim.mapping import as_uuid
from accounts.scim.models import DirectoryGroup, DirectoryMembership, ScimToken
from accounts.scim.my_data import about_directory
from accounts.scim.operations.groups import SOURCE
from accounts.scim.permissions import can_manage_tokens
from portal.audit import registry as trail
from portal.ui.registry import nav

TRAIT = "group-"


def connect() -> None:
    """Called once, when the app is ready."""
    registry.audience_attributes(TRAIT, groups_offered, people_of_group)
    registry.role_sources(lambda: [(SOURCE, _("Groups of the directory (SCIM)"))])
    registry.my_data_provider(about_directory)
    trail.people.names_of = with_tokens(trail.people.names_of)
    nav.register(
        _("Directory"), "scim:directory-show", icon="folder-sync", order=720, visible=can_manage_tokens
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
