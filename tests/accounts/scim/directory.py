"""A directory that speaks SCIM to the portal, through Django's own WSGI application."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.people.models import Employee
from accounts.scim.models import ScimToken
from accounts.scim.operations.tokens import make_token
from tests.factories.people import Cast, EntityFactory, LocationFactory

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
WORK = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"
JSON = "application/scim+json"


def new_token(cast: Cast, name: str = "Entra ID", **facts: Any) -> tuple[ScimToken, str]:
    facts = {"entity": EntityFactory(), "location": LocationFactory(), **facts}
    last_day = facts.pop("last_day", timezone.localdate() + timedelta(days=30))
    return make_token(name=name, last_day=last_day, by=cast.ines, **facts)


@dataclass
class Directory:
    """What a company's directory does, in its own words."""

    secret: str
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def ask(self, method: str, path: str, body: Any = None, **more: Any) -> HttpResponse:
        content = body if isinstance(body, str | bytes) else json.dumps(body) if body is not None else ""
        headers = {"Authorization": f"Bearer {self.secret}", **more.pop("headers", {})}
        return self.client.generic(
            method, f"/scim/v2/{path}", content, content_type=JSON, headers=headers, **more
        )

    def create(self, user_name: str, **facts: Any) -> HttpResponse:
        return self.ask("POST", "Users", {"schemas": [USER], "userName": user_name, **facts})

    def created(self, user_name: str, **facts: Any) -> Employee:
        return person_of(self.create(user_name, **facts))

    def patch(self, person: Employee, *operations: dict[str, Any], **more: Any) -> HttpResponse:
        body = {"schemas": [PATCH], "Operations": list(operations)}
        return self.ask("PATCH", f"Users/{person.ref}", body, **more)

    def switch(self, person: Employee, active: bool) -> HttpResponse:
        return self.patch(person, {"op": "replace", "path": "active", "value": active})

    def delete(self, person: Employee) -> HttpResponse:
        return self.ask("DELETE", f"Users/{person.ref}")

    def find(self, filter_text: str = "", kind: str = "Users", **query: Any) -> list[dict[str, Any]]:
        if filter_text:
            query["filter"] = filter_text
        response = self.client.get(
            f"/scim/v2/{kind}", query, headers={"Authorization": f"Bearer {self.secret}"}
        )
        assert response.status_code == 200, response.content
        return response.json()["Resources"]

    def group(self, name: str, *members: Employee) -> str:
        """The id of a new group."""
        body = {"schemas": [GROUP], "displayName": name, "members": [{"value": str(m.ref)} for m in members]}
        response = self.ask("POST", "Groups", body)
        assert response.status_code == 201, response.content
        return response.json()["id"]

    def change_group(self, group: str, *operations: dict[str, Any]) -> HttpResponse:
        return self.ask("PATCH", f"Groups/{group}", {"schemas": [PATCH], "Operations": list(operations)})


def person_of(response: HttpResponse) -> Employee:
    assert response.status_code == 201, response.content
    return Employee.objects.get(ref=response.json()["id"])
