"""Uploads that are only looked at: refused by their announced size before a byte is read, kept in memory."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

UPLOAD_MAX_BYTES = 10 * 1024 * 1024
FORM_BYTES = 64 * 1024

View = Callable[..., HttpResponse]


class InMemoryHandler(MemoryFileUploadHandler):
    """Never writes to the disk, and stops as soon as a file is larger than it said."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated = True
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        if self.received > UPLOAD_MAX_BYTES:
            raise StopUpload(connection_reset=True)
        return super().receive_data_chunk(raw_data, start)


def looked_at_only(too_large: View) -> Callable[[View], View]:
    """Read uploads of the view in memory only; `too_large(request, …)` answers what is over the limit."""

    def decorate(view: View) -> View:
        protected = csrf_protect(view)

        # The token is checked inside: reading it parses the body, so the handlers have to be set before.
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if announced_bytes(request) > UPLOAD_MAX_BYTES + FORM_BYTES:
                return too_large(request, *args, **kwargs)
            request.upload_handlers = [InMemoryHandler(request)]
            return protected(request, *args, **kwargs)

        return guarded

    return decorate


def announced_bytes(request: HttpRequest) -> int:
    """How long the request says its body is."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
