"""What the portal takes from a directory: the attributes it has a use for, and no others.

Whatever is not declared here is refused by name, so that nobody sends data the portal has no need of.
"""

from typing import Annotated, Any, ClassVar

from django.conf import settings
from pydantic import EmailStr, Field, model_validator
from scim2_models import (
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ComplexAttribute,
    ETag,
    ExtensibleStringEnum,
    Extension,
    Filter,
    Mutability,
    Pagination,
    Patch,
    Reference,
    Required,
    Resource,
    ResourceType,
    ScimPolicy,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
)
from scim2_models.urn import URN

MOST_RESULTS = 200
MOST_OPERATIONS = 100


class Name(ComplexAttribute):
    formatted: str | None = None
    family_name: str | None = None
    given_name: str | None = None


def without(data: Any, *names: str) -> Any:
    """An entry as it was sent, less what says nothing the portal does not know already."""
    return {key: value for key, value in data.items() if key not in names} if isinstance(data, dict) else data


class Email(ComplexAttribute):
    """The work address. Private addresses are not kept."""

    class Type(ExtensibleStringEnum):
        work = "work"

    value: EmailStr | None = None
    type: Type | None = None
    primary: bool | None = None

    @model_validator(mode="before")
    @classmethod
    def leave_out_display(cls, data: Any) -> Any:
        return without(data, "display")


class Membership(ComplexAttribute):
    value: Annotated[str | None, Mutability.read_only, CaseExact.true] = None
    ref: Annotated[Reference["Group"] | None, Mutability.read_only] = Field(
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    display: Annotated[str | None, Mutability.read_only] = None


class User(Resource[Any]):
    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:User")

    user_name: Annotated[str | None, Uniqueness.server, Required.true] = None
    name: Name | None = None
    Name: ClassVar[type[ComplexAttribute]] = Name
    display_name: str | None = None
    preferred_language: str | None = None
    locale: str | None = None
    timezone: str | None = None
    active: bool | None = None
    emails: list[Email] | None = None
    Emails: ClassVar[type[ComplexAttribute]] = Email
    groups: Annotated[list[Membership] | None, Mutability.read_only] = None
    Groups: ClassVar[type[ComplexAttribute]] = Membership


class Manager(ComplexAttribute):
    value: Annotated[str | None, CaseExact.true] = None
    ref: Reference["User"] | None = Field(None, serialization_alias="$ref", validation_alias="$ref")

    @model_validator(mode="before")
    @classmethod
    def take_bare_id(cls, data: Any) -> Any:
        """Microsoft Entra sends the id alone where the standard has an object."""
        return {"value": data} if isinstance(data, str) else without(data, "displayName")


class EnterpriseUser(Extension):
    __schema__ = URN("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")

    employee_number: str | None = None
    department: str | None = None
    manager: Manager | None = None
    Manager: ClassVar[type[ComplexAttribute]] = Manager


class Member(ComplexAttribute):
    value: Annotated[str | None, Mutability.immutable, CaseExact.true] = None
    ref: Annotated[Reference["User"] | None, Mutability.immutable] = Field(
        None, serialization_alias="$ref", validation_alias="$ref"
    )

    @model_validator(mode="before")
    @classmethod
    def leave_out_display(cls, data: Any) -> Any:
        return without(data, "display", "type")


class Group(Resource[Any]):
    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:Group")

    display_name: Annotated[str | None, Required.true] = None
    members: list[Member] | None = None
    Members: ClassVar[type[ComplexAttribute]] = Member


PERSON = User[EnterpriseUser]


def config() -> ServiceProviderConfig:
    """What this service announces."""
    return ServiceProviderConfig(
        patch=Patch(supported=True),
        bulk=Bulk(
            supported=True, max_operations=MOST_OPERATIONS, max_payload_size=settings.SCIM_BODY_MAX_BYTES
        ),
        filter=Filter(supported=True, max_results=MOST_RESULTS),
        change_password=ChangePassword(supported=False),
        sort=Sort(supported=True),
        etag=ETag(supported=True),
        pagination=Pagination(
            cursor=False, index=True, default_page_size=MOST_RESULTS, max_page_size=MOST_RESULTS
        ),
        authentication_schemes=[
            AuthenticationScheme(
                type=AuthenticationScheme.Type.oauthbearertoken,
                name="Bearer token",
                description="A token made by a system admin of the portal",
                spec_uri="https://www.rfc-editor.org/info/rfc6750",
                primary=True,
            )
        ],
    )


def provider() -> ScimProvider:
    """The service in the words of SCIM, and what Microsoft Entra says in other words than the standard."""
    unknown = ScimPolicy.Unknown.ignore if settings.SCIM_IGNORE_UNKNOWN else ScimPolicy.Unknown.forbid
    policy = ScimPolicy(
        unknown=unknown,
        remove_value_as_filter=ScimPolicy.RemoveValue.apply,
        unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
    )
    types = [ResourceType.from_resource(PERSON), ResourceType.from_resource(Group)]
    return ScimProvider([User, EnterpriseUser, Group], types, config(), policy)
