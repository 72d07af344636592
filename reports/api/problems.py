"""What goes wrong, as RFC 9457 says it; in English, because programs and their authors read it."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.http import JsonResponse

MEDIA_TYPE = "application/problem+json"
REALM = 'Bearer realm="api"'


@dataclass
class Problem(Exception):
    """An answer that is an error. `code` is for programs, `detail` for people."""

    status: HTTPStatus
    code: str
    detail: str
    headers: dict[str, str] = field(default_factory=dict)

    def answer(self) -> JsonResponse:
        content: dict[str, Any] = {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": self.status.value,
            "detail": self.detail,
            "code": self.code,
        }
        return JsonResponse(content, status=self.status, headers=self.headers, content_type=MEDIA_TYPE)


def bad(code: str, detail: str) -> Problem:
    return Problem(HTTPStatus.BAD_REQUEST, code, detail)


def no_token() -> Problem:
    headers = {"WWW-Authenticate": REALM}
    return Problem(HTTPStatus.UNAUTHORIZED, "token_needed", "Send a token: Authorization: Bearer …", headers)


def bad_token() -> Problem:
    """One answer for whatever is wrong with it: only its owners learn more, on the page of tokens."""
    headers = {"WWW-Authenticate": f'{REALM}, error="invalid_token"'}
    detail = "The token is unknown, not confirmed yet, expired or revoked."
    return Problem(HTTPStatus.UNAUTHORIZED, "invalid_token", detail, headers)


def out_of_scope(scope: str) -> Problem:
    headers = {"WWW-Authenticate": f'{REALM}, error="insufficient_scope", scope="{scope}"'}
    detail = f"The token may not read {scope}."
    return Problem(HTTPStatus.FORBIDDEN, "insufficient_scope", detail, headers)


def too_many(seconds: int) -> Problem:
    headers = {"Retry-After": str(seconds)}
    detail = f"Too many requests. Try again in {seconds} seconds."
    return Problem(HTTPStatus.TOO_MANY_REQUESTS, "too_many_requests", detail, headers)


def no_such_method() -> Problem:
    headers = {"Allow": "GET, HEAD"}
    return Problem(HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed", "This API only reads.", headers)


def not_found() -> Problem:
    detail = "There is nothing at this address; /api/v1/openapi.json says what there is."
    return Problem(HTTPStatus.NOT_FOUND, "not_found", detail)


def busy() -> Problem:
    headers = {"Retry-After": "30"}
    detail = "The database is busy. Try again later."
    return Problem(HTTPStatus.SERVICE_UNAVAILABLE, "busy", detail, headers)


def failed() -> Problem:
    detail = "Something went wrong here. The log of the portal says what."
    return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "internal_error", detail)
