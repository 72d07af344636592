"""Doing what a form asks for; a refusal stands beside the form."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest

from portal.audit.rules import RuleBroken


def carried_out(
    request: HttpRequest, form: BaseForm | None, act: Callable[..., Any], done: str = "", /, **facts: Any
) -> Any:
    """What `act` returns, True if that is nothing, or None after a refusal; then `done` is not said."""
    try:
        made = act(by=request.user, **facts)
    except RuleBroken as refusal:
        if form is None:
            messages.error(request, str(refusal.message))
        else:
            form.add_error(None, str(refusal.message))
        return None
    if done:
        messages.success(request, done)
    return True if made is None else made
