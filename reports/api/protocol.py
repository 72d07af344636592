"""Who is let in, what is too much, and how every answer of the API looks."""

import functools
import logging
import time
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from reports.api import problems
from reports.api.choices import Scope, Standing
from reports.api.limits import MINUTE
from reports.api.models import ApiToken
from reports.api.operations import hash_of, note_refused_token
from reports.api.problems import Problem
from reports.api.standing import standing_of
from reports.evidence.limits import is_within

LOG = logging.getLogger(__name__)
READING = frozenset({"GET", "HEAD"})


def endpoint(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Reading only; whatever happens, the answer is JSON in English. Cookies count for nothing here."""

    @csrf_exempt
    @functools.wraps(view)
    def served(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            if request.method not in READING:
                raise problems.no_such_method()
            answer = view(request, *args, **kwargs)
        except Problem as problem:
            answer = problem.answer()
        except OperationalError:
            answer = problems.busy().answer()
        except Exception:
            LOG.exception("read API failed")
            answer = problems.failed().answer()
        answer.headers.setdefault("Cache-Control", "no-store, private")
        answer.headers["Content-Language"] = "en"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer

    return served


def token_of(request: HttpRequest, scope: Scope) -> ApiToken:
    """Who asks, and may read `scope` now. Raises `Problem`."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if not scheme:
        raise problems.no_token()
    token = _known(secret.strip()) if scheme.lower() == "bearer" else None
    if token is None or standing_of(token, timezone.now()) != Standing.VALID:
        _refuse(request, token)
        raise problems.bad_token()
    _count("api-calls", str(token.ref), settings.API_CALLS_A_MINUTE)
    if scope.value not in token.scopes:
        raise problems.out_of_scope(scope.value)
    return token


def _known(secret: str) -> ApiToken | None:
    """Found by its hash: how long that takes says nothing about any token."""
    found = ApiToken.objects.select_related("made_by__location", "department")
    return found.filter(token_hash=hash_of(secret)).first()


def _refuse(request: HttpRequest, token: ApiToken | None) -> None:
    """A wrong token is a row of the trail, as long as nobody fills it with that."""
    _count("api-refusals", str(get_adapter().get_client_ip(request)), settings.API_REFUSALS_A_MINUTE)
    note_refused_token(token=token)


def _count(what: str, who: str, limit: int) -> None:
    if not is_within(what, who, limit, MINUTE):
        raise problems.too_many(MINUTE - int(time.time()) % MINUTE)
