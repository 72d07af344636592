"""Where SCIM reads and writes: people and groups of the portal, in SQL, with no second copy."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from scim2_models import (
    InvalidValueException,
    NotFoundException,
    NotImplementedException,
    PreconditionFailedException,
    Resource,
    ResourceType,
    ScimFilter,
    ScimProvider,
    SearchRequest,
    UniquenessException,
)
from scim2_server.storage import ScimStorage, SearchPage

from accounts.people.models import Employee
from accounts.scim.filtering import GROUP, USER, Columns, filtered, ordered
from accounts.scim.mapping import group_resource, text_of, user_resource
from accounts.scim.models import DirectoryGroup, DirectoryMembership, ScimToken
from accounts.scim.operations.groups import delete_group, save_group
from accounts.scim.operations.users import change_person, create_person, delete_person
from accounts.scim.references import as_uuid
from portal.audit.trail import recording

# What a person's words are made of, besides the groups.
AT_HAND = ("directory_entry", "department", "manager", "location")


class PeopleStorage(ScimStorage):
    """What one token sees and changes: the people and groups of its entity."""

    def __init__(self, token: ScimToken, provider: ScimProvider, *, writes: bool) -> None:
        self.token, self.provider, self.writes = token, provider, writes

    def operation(self) -> AbstractContextManager[None]:
        """One act of SCIM is one transaction and goes into the trail at its end; reading needs neither."""
        return recording() if self.writes else nullcontext()

    def get(
        self, resource_type: ResourceType, resource_id: str, *, response_parameters: Any = None
    ) -> Resource:
        return self._shown(resource_type, [self._row(resource_type, resource_id)])[0]

    def search(
        self, resource_types: list[ResourceType], search_request: SearchRequest, *, position: Any = None
    ) -> SearchPage:
        """Several kinds are one list: people, then groups."""
        if len(resource_types) > 1 and search_request.sort_by is not None:
            raise NotImplementedException(detail="Different kinds of resources have no common order")
        start, room = search_request.start_index_0 or 0, search_request.count or 0
        total, found = 0, []
        for kind in resource_types:
            rows = self._found(kind, search_request)
            count = rows.count()
            first = max(start - total, 0)
            if room and first < count:
                page = self._shown(kind, rows[first : first + room])
                found += page
                room -= len(page)
            total += count
        return SearchPage(total, found)

    def create(self, resource_type: ResourceType, resource: Resource) -> Resource:
        if resource_type.name == "Group":
            group = DirectoryGroup(entity=self.token.entity)
            return self._save_group(resource_type, group, resource)
        person = unique(lambda: create_person(resource=resource, by=self.token))
        prefetch_related_objects([person], *AT_HAND, _memberships())
        return self._shown(resource_type, [person])[0]

    def update(
        self, resource_type: ResourceType, resource: Resource, *, expected_version: str | None = None
    ) -> Resource:
        row = self._expected(resource_type, str(resource.id), expected_version)
        if isinstance(row, DirectoryGroup):
            return self._save_group(resource_type, row, resource)
        unique(lambda: change_person(person=row, resource=resource, by=self.token))
        return self.get(resource_type, str(row.ref))

    def delete(
        self, resource_type: ResourceType, resource_id: str, *, expected_version: str | None = None
    ) -> None:
        row = self._expected(resource_type, resource_id, expected_version)
        if isinstance(row, DirectoryGroup):
            delete_group(group=row, by=self.token)
        else:
            delete_person(person=row, by=self.token)

    def _rows(self, kind: ResourceType) -> QuerySet:
        if kind.name == "Group":
            return DirectoryGroup.objects.of(self.token.entity)
        people = Employee.objects.filter(entity=self.token.entity_id)
        return people.filter(Q(directory_entry=None) | Q(directory_entry__deleted_at=None))

    def _row(self, kind: ResourceType, resource_id: str) -> Any:
        ref = as_uuid(resource_id)
        row = self._with_words(kind, self._rows(kind).filter(ref=ref)).first() if ref else None
        if row is None:
            raise NotFoundException(detail=f"{kind.name} not found")
        return row

    def _expected(self, kind: ResourceType, resource_id: str, version: str | None) -> Any:
        """The row, locked, as long as it still says what the client has seen."""
        model = DirectoryGroup if kind.name == "Group" else Employee
        ref = as_uuid(resource_id)
        list(model.objects.select_for_update(of=("self",), no_key=True).filter(ref=ref).values("pk"))
        row = self._row(kind, resource_id)
        if version and self._shown(kind, [row])[0].meta.version != version:
            raise PreconditionFailedException
        return row

    def _with_words(self, kind: ResourceType, rows: QuerySet) -> QuerySet:
        if kind.name == "Group":
            members = DirectoryMembership.objects.select_related("employee").only("group", "employee__ref")
            return rows.prefetch_related(Prefetch("memberships", members.order_by("pk")))
        return rows.select_related(*AT_HAND).prefetch_related(_memberships())

    def _found(self, kind: ResourceType, search: SearchRequest) -> QuerySet:
        model = self.provider.model_for(kind)
        columns: Columns = GROUP if kind.name == "Group" else USER
        bound = None if search.filter is None else ScimFilter[model](str(search.filter))
        descending = search.sort_order == SearchRequest.SortOrder.descending
        rows = filtered(self._rows(kind), columns, bound)
        return self._with_words(
            kind, ordered(rows, columns, search.sort_binding(model), descending=descending)
        )

    @staticmethod
    def _shown(kind: ResourceType, rows: Iterable[Any]) -> list[Resource]:
        if kind.name == "Group":
            return [
                group_resource(row, [membership.employee.ref for membership in row.memberships.all()])
                for row in rows
            ]
        return [
            user_resource(row, [membership.group for membership in row.directory_memberships.all()])
            for row in rows
        ]

    def _save_group(self, kind: ResourceType, group: DirectoryGroup, resource: Resource) -> Resource:
        name = text_of(resource.display_name, 255, "displayName")
        if not name:
            raise InvalidValueException(detail="displayName is empty")
        save_group(
            group=group,
            name=name,
            external_id=text_of(resource.external_id, 254, "externalId"),
            members=[_member(member) for member in resource.members or []],
            by=self.token,
        )
        return self.get(kind, str(group.ref))


def _memberships() -> Prefetch:
    return Prefetch(
        "directory_memberships", DirectoryMembership.objects.select_related("group").order_by("group__name")
    )


def _member(member: Any) -> UUID:
    ref = as_uuid(member.value or str(member.ref or "").rsplit("/", 1)[-1])
    if ref is None:
        raise InvalidValueException(detail="A member is not known here")
    return ref


def unique(act: Callable[[], Any]) -> Any:
    """Say in SCIM's words that somebody else has a value already."""
    try:
        return act()
    except IntegrityError as error:
        if "personnel" in str(error):
            detail = "This employeeNumber belongs to somebody else"
        else:
            detail = "This e-mail address or userName belongs to somebody else"
        raise UniquenessException(detail=detail) from error
