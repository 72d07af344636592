"""The description of the API (OpenAPI 3.1), made of the declarations that its answers are made of."""

from http import HTTPStatus
from typing import Any

from django.conf import settings

from reports.api.limits import CURSOR_SECONDS, PAGE_DEFAULT, PAGE_MAX
from reports.api.problems import MEDIA_TYPE
from reports.api.resources import RESOURCES, Resource
from reports.api.resources.fields import MOMENT, TEXT, maybe, schema_of

VERSION = "1.0.0"
BASE = "/api/v1"
ABOUT = """\
Acknowledgements and completions for HR systems and data warehouses. It only reads.

Begin without `since` and follow `next_cursor` until it is null; keep the `as_of` of the first page.
Next time send it as `since`: you get what was recorded, taken back or revoked from then on.
Rows may come twice; `id` says which they replace.
Erasures by rule are found by a walk without `since`, which belongs into your calendar once a month."""

PARAMETERS = {
    "limit": {
        "name": "limit",
        "in": "query",
        "description": "How many rows a page has at most.",
        "schema": {"type": "integer", "minimum": 1, "maximum": PAGE_MAX, "default": PAGE_DEFAULT},
    },
    "since": {
        "name": "since",
        "in": "query",
        "description": "Only what was recorded or changed at or after this moment (RFC 3339, with offset).",
        "schema": MOMENT,
    },
    "cursor": {
        "name": "cursor",
        "in": "query",
        "description": (
            f"next_cursor of the page before; good for {CURSOR_SECONDS // 3600} hours, "
            "this list and this token."
        ),
        "schema": TEXT,
    },
}
PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "code": {**TEXT, "description": "For programs; it does not change with the wording."},
    },
    "required": ["type", "title", "status", "detail", "code"],
    "additionalProperties": False,
}
REFUSALS = {
    HTTPStatus.BAD_REQUEST: ("A parameter is wrong.", ()),
    HTTPStatus.UNAUTHORIZED: ("No token, or one that does not work.", ("WWW-Authenticate",)),
    HTTPStatus.FORBIDDEN: ("The token may not read this.", ("WWW-Authenticate",)),
    HTTPStatus.METHOD_NOT_ALLOWED: ("Anything but GET and HEAD.", ("Allow",)),
    HTTPStatus.TOO_MANY_REQUESTS: ("Too many calls within the minute.", ("Retry-After",)),
    HTTPStatus.SERVICE_UNAVAILABLE: ("The database is busy.", ("Retry-After",)),
}


def description() -> dict[str, Any]:
    """The whole document, as JSON can hold it."""
    return {
        "openapi": "3.1.0",
        "info": {"title": f"{settings.PORTAL_SITE_NAME}: read API", "version": VERSION, "description": ABOUT},
        "servers": [{"url": f"{settings.PORTAL_BASE_URL}{BASE}"}],
        "security": [{"token": []}],
        "paths": {f"/{scope.value}": {"get": _operation(resource)} for scope, resource in RESOURCES.items()},
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "A token that HR made."}
            },
            "parameters": PARAMETERS,
            "responses": {_name_of(status): _refusal(status) for status in REFUSALS},
            "schemas": {"problem": PROBLEM, **_schemas()},
        },
    }


def _schemas() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for scope, resource in RESOURCES.items():
        found[f"{scope.value}_row"] = schema_of(resource.fields)
        found[f"{scope.value}_page"] = {
            "type": "object",
            "properties": {
                "as_of": {**MOMENT, "description": "Send it as `since` next time."},
                "next_cursor": {**maybe(TEXT), "description": "Of the next page; null on the last one."},
                "data": {
                    "type": "array",
                    "maxItems": PAGE_MAX,
                    "items": {"$ref": f"#/components/schemas/{scope.value}_row"},
                },
            },
            "required": ["as_of", "next_cursor", "data"],
            "additionalProperties": False,
        }
    return found


def _operation(resource: Resource) -> dict[str, Any]:
    name = resource.scope.value
    page = {"schema": {"$ref": f"#/components/schemas/{name}_page"}}
    return {
        "operationId": f"list_{name}",
        "summary": resource.summary,
        "description": f"{resource.about} The token needs the scope `{name}`.",
        "parameters": [{"$ref": f"#/components/parameters/{parameter}"} for parameter in PARAMETERS],
        "responses": {
            "200": {"description": "One page.", "content": {"application/json": page}},
            **{
                str(status.value): {"$ref": f"#/components/responses/{_name_of(status)}"}
                for status in REFUSALS
            },
        },
    }


def _refusal(status: HTTPStatus) -> dict[str, Any]:
    says, headers = REFUSALS[status]
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/problem"}}}
    found: dict[str, Any] = {"description": says, "content": content}
    if headers:
        found["headers"] = {header: {"schema": TEXT} for header in headers}
    return found


def _name_of(status: HTTPStatus) -> str:
    return status.name.lower()
