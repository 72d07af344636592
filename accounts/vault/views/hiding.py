"""A page that breaks while a secret is in its hands says nothing of it, to developers neither (V3)."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.debug import SafeExceptionReporterFilter
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

View = Callable[..., HttpResponse]


class HidingAlways(SafeExceptionReporterFilter):
    """Django shows every variable to developers; the vault of a development machine may hold real secrets."""

    def is_active(self, request: HttpRequest | None) -> bool:
        return True


def hides_secrets(*posted: str) -> Callable[[View], View]:
    """No variable of the view, or of what it calls, is in an error report, nor are the fields `posted`."""

    def wrap(view: View) -> View:
        hidden: View = sensitive_variables()(sensitive_post_parameters(*posted)(view))

        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **facts: Any) -> HttpResponse:
            request.exception_reporter_filter = HidingAlways()  # type: ignore[attr-defined]
            return hidden(request, *args, **facts)

        return guarded

    return wrap
