"""What systems read under /api/v1/."""

import hashlib
import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response

from reports.api import problems
from reports.api.asking import asked, cursor_of
from reports.api.choices import Scope
from reports.api.openapi import description
from reports.api.operations import note_call
from reports.api.permissions import readable_people
from reports.api.protocol import endpoint, token_of
from reports.api.resources import RESOURCES
from reports.api.resources.fields import moment

# It says what everybody may know, so that a cache may keep it for a while.
KEPT = "public, max-age=300"


@endpoint
def acknowledgements(request: HttpRequest) -> HttpResponse:
    return _page(request, Scope.ACKNOWLEDGEMENTS)


@endpoint
def completions(request: HttpRequest) -> HttpResponse:
    return _page(request, Scope.COMPLETIONS)


@endpoint
def openapi(request: HttpRequest) -> HttpResponse:
    """For everybody: it describes and holds no data."""
    content = json.dumps(description(), ensure_ascii=False, indent=2).encode()
    etag = f'"{hashlib.sha256(content).hexdigest()}"'
    answer = HttpResponse(
        content, content_type="application/json", headers={"ETag": etag, "Cache-Control": KEPT}
    )
    return get_conditional_response(request, etag=etag, response=answer) or answer


@endpoint
def nowhere(request: HttpRequest, path: str = "") -> HttpResponse:
    raise problems.not_found()


def _page(request: HttpRequest, scope: Scope) -> HttpResponse:
    """One page. The trail knows of it before anything leaves."""
    token = token_of(request, scope)
    call = asked(request.GET, scope=scope, token=token.ref)
    resource = RESOURCES[scope]
    page = resource.page(readable_people(token), since=call.since, after=call.after, size=call.limit)
    note_call(token=token, scope=scope, people=page.people, rows=len(page.stored))
    more = page.more_after
    content = {
        "as_of": moment(call.as_of),
        "next_cursor": None if more is None else cursor_of(call, more, scope=scope, token=token.ref),
        "data": resource.as_rows(page),
    }
    return JsonResponse(content)
