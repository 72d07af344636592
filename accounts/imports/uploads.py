"""A file that announces more than is read is refused before a byte of it is."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from accounts.imports.limits import FILE_BYTES_MAX, FORM_BYTES

View = Callable[..., HttpResponse]


def limited(too_large: View, *, most: Callable[[], int] = lambda: FILE_BYTES_MAX) -> Callable[[View], View]:
    """`too_large(request)` answers instead of the view when the body is over the limit of `most()` bytes."""

    def decorate(view: View) -> View:
        protected = csrf_protect(view)

        # The token is checked inside: reading it parses the body, so its length has to be looked at before.
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if _announced(request) > most() + FORM_BYTES:
                return too_large(request, *args, **kwargs)
            return protected(request, *args, **kwargs)

        return guarded

    return decorate


def _announced(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
