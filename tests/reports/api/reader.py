"""A system that reads over the API, through Django's own WSGI application."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.people.models import Employee
from reports.api.choices import Scope
from reports.api.models import ApiToken
from reports.api.operations import confirm_token, make_token
from tests.factories.people import Cast


def new_token(
    cast: Cast, *, scopes: tuple[Scope, ...] = tuple(Scope), by: Employee | None = None, **facts: Any
) -> tuple[ApiToken, str]:
    """A token that Hanna made and Inès has confirmed, with its secret."""
    expires_on: date = facts.pop("expires_on", timezone.localdate() + timedelta(days=30))
    token, secret = make_token(
        name="Data warehouse", scopes=scopes, expires_on=expires_on, by=by or cast.hanna, **facts
    )
    confirm_token(token=token, by=cast.ines)
    return token, secret


@dataclass
class Reader:
    """Asks with one token."""

    secret: str
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def get(self, path: str, **parameters: Any) -> HttpResponse:
        return self.client.get(f"/api/v1/{path}", parameters, headers=self.headers)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"}

    def rows(self, path: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of one page."""
        answer = self.get(path, **parameters)
        assert answer.status_code == 200, answer.content
        return answer.json()["data"]

    def walk(self, path: str, **parameters: Any) -> list[dict[str, Any]]:
        """All pages, one behind the other."""
        found, page = [], self.get(path, **parameters).json()
        while True:
            found += page["data"]
            if page["next_cursor"] is None:
                return found
            page = self.get(path, limit=parameters.get("limit", 100), cursor=page["next_cursor"]).json()


def is_problem(answer: HttpResponse, status: int, code: str) -> bool:
    """Whether it is a refusal as RFC 9457 wants it, kept out of caches."""
    said = answer.json()
    return (
        answer.status_code == status == said["status"]
        and said["code"] == code
        and said["type"] == "about:blank"
        and bool(said["detail"])
        and answer["Content-Type"] == "application/problem+json"
        and "no-store" in answer["Cache-Control"]
    )
