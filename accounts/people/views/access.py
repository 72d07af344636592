"""Who is let in where."""

import functools
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from portal.audit.rules import NotPermitted, RuleBroken

View = Callable[..., HttpResponse]


def only_for(allowed: Callable[[Any], bool]) -> Callable[[View], View]:
    """Let in whom `allowed` names; everybody else is told that they may not."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not allowed(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return login_required(never_cache(guarded))

    return decorate


def refusals_at(one: str, all_of_them: str) -> Callable[[View], View]:
    """A refused operation becomes a message on the page it was tried on: the route `one`, or the list."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except NotPermitted as refusal:
                raise PermissionDenied(str(refusal.message)) from refusal
            except RuleBroken as refusal:
                messages.error(request, str(refusal.message))
                return redirect(one, **kwargs) if kwargs else redirect(all_of_them)

        return told

    return decorate


def attempt(request: HttpRequest, act: Callable[..., Any], done: Any, /, **facts: Any) -> bool:
    """Carry out an operation and say how it went: `done`, or the reason of the refusal.

    Facts are the operation's, and may be named like what stands before them.
    """
    try:
        act(by=request.user, **facts)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.message))
        return False
    messages.success(request, str(done))
    return True
