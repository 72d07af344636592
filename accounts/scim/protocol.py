"""From a request of the web to SCIM and back: who is let in, what is too much, how a refusal is said."""

import functools
import json
import logging
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from scim2_models import (
    Error,
    InvalidFilterException,
    InvalidSyntaxException,
    InvalidValueException,
    PayloadTooLargeException,
    SCIMException,
    UnauthorizedException,
)
from scim2_server.handler import ScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.responses import ScimResponse
from scim2_server.routing import Operation
from scim2_server.service import ScimService

from accounts.scim.limits import is_within
from accounts.scim.models import ScimToken
from accounts.scim.operations.tokens import hash_of, note_refused_token, note_use
from accounts.scim.schema import provider
from accounts.scim.storage import PeopleStorage
from portal.audit.rules import RuleBroken

LOG = logging.getLogger(__name__)
READING = frozenset({"GET", "HEAD"})
MOST_CHANGES = 1000


class TooManyRequests(SCIMException):
    """More requests within the minute than a directory may send (RFC 6585 §4)."""

    status = 429
    _default_detail = "Too many requests. Please try again in a minute."


class PortalService(ScimService):
    """The protocol, with the portal's limits and refusals."""

    def read_search(self, resource_types: list, payload: Any) -> tuple:
        try:
            return super().read_search(resource_types, payload)
        except RecursionError:
            raise InvalidFilterException(detail="The filter is nested too deeply") from None

    def decode_body(self, body: bytes, content_type: str | None) -> Any:
        payload = super().decode_body(body, content_type)
        require_measure(payload)
        return payload

    def read_body(self, model: type, body: bytes, content_type: str | None, scim_ctx: Any) -> Any:
        """Measured before it is understood: paths are parsed on the way."""
        self.decode_body(body, content_type)
        return super().read_body(model, body, content_type, scim_ctx)

    @staticmethod
    def error_of(exception: Exception) -> Error:
        """Refusals of the domain have words of their own; what is unexpected stays in the log."""
        if isinstance(exception, RuleBroken):
            return Error(status=403, detail=str(exception.message))
        if isinstance(exception, OperationalError):
            return Error(status=503, detail="The database is busy. Please try again.")
        if isinstance(exception, RecursionError):
            return InvalidSyntaxException(detail="The request is nested too deeply").to_error()
        if not isinstance(exception, SCIMException):
            LOG.error("scim request failed", exc_info=exception)
        return ScimService.error_of(exception)


def require_measure(payload: Any) -> None:
    """Refuse texts that nothing here could hold, before a parser walks through them."""
    left = [payload]
    while left:
        part = left.pop()
        if isinstance(part, str):
            require_text(part)
        elif isinstance(part, dict):
            left += part.values()
        elif isinstance(part, list):
            left += part
    changes = payload.get("Operations") if isinstance(payload, dict) else None
    if isinstance(changes, list) and len(changes) > MOST_CHANGES:
        raise PayloadTooLargeException(detail=f"At most {MOST_CHANGES} operations are taken at once")


def require_text(text: str, *, is_filter: bool = False) -> None:
    refused = InvalidFilterException if is_filter else InvalidValueException
    if len(text) > settings.SCIM_FILTER_MAX_CHARS:
        raise refused(detail=f"A text is longer than {settings.SCIM_FILTER_MAX_CHARS} characters")
    if "\0" in text:
        raise refused(detail="A text holds a NUL character")


@functools.cache
def service() -> PortalService:
    return PortalService(provider())


def answer(request: HttpRequest, path: str, base_url: str) -> HttpResponse:
    """Serve one request; whatever happens, the answer is one of SCIM."""
    asked = ScimRequest(
        method=request.method or "GET",
        base_url=base_url,
        path=f"/{path}",
        query=request.GET.dict(),
        headers=dict(request.headers),
    )
    try:
        response = _serve(request, asked)
    except Exception as refusal:
        response = service().error_response(refusal)
    return _to_django(response)


def _serve(request: HttpRequest, asked: ScimRequest) -> ScimResponse:
    target = service().match(asked)
    token = None if target.operation is Operation.service_provider_config else token_of(request)
    for text in asked.query.values():
        require_text(text, is_filter=True)
    asked.body = _body(request)
    asked.subject = token
    writes = asked.method not in READING and not asked.path.endswith("/.search")
    storage = PeopleStorage(token, service().provider, writes=writes)  # type: ignore[arg-type]
    return ScimHandler(service(), storage).handle(asked)


def token_of(request: HttpRequest) -> ScimToken:
    """Who asks. Raises `UnauthorizedException`, `TooManyRequests`."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    token = None
    if scheme.lower() == "bearer" and secret:
        found = ScimToken.objects.select_related("entity", "location")
        token = found.filter(token_hash=hash_of(secret.strip())).first()
    if token is None or not token.is_valid:
        _refuse(request, token)
    assert token is not None
    if not is_within("requests", str(token.ref), settings.SCIM_REQUESTS_A_MINUTE):
        raise TooManyRequests
    note_use(token)
    return token


def _refuse(request: HttpRequest, token: ScimToken | None) -> None:
    """A wrong token goes into the trail, as long as nobody fills it with that; no token is no attempt."""
    needed = UnauthorizedException(detail="A valid bearer token is needed")
    if not request.headers.get("Authorization"):
        raise needed
    if not is_within("refusals", str(get_adapter().get_client_ip(request)), settings.SCIM_REFUSALS_A_MINUTE):
        raise TooManyRequests
    note_refused_token(token=token)
    raise needed


def _body(request: HttpRequest) -> bytes:
    too_large = PayloadTooLargeException(
        detail=f"A request may have {settings.SCIM_BODY_MAX_BYTES} bytes at most"
    )
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.SCIM_BODY_MAX_BYTES:
        raise too_large
    try:
        return request.body
    except RequestDataTooBig:
        raise too_large from None
    except UnreadablePostError:
        raise InvalidSyntaxException(detail="The request broke off") from None


def _to_django(response: ScimResponse) -> HttpResponse:
    content = b"" if response.body is None else json.dumps(response.body).encode()
    answered = HttpResponse(content, status=int(response.status))
    for name, value in response.headers.items():
        answered[name] = value
    if answered.status_code in (429, 503):
        answered["Retry-After"] = "60"
    return answered
