"""Scans are read in memory up to the limit; the rest is dropped, and the form still arrives."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = Callable[..., HttpResponse]


class ScanHandler(MemoryFileUploadHandler):
    """Keeps nothing on disk; what is over the limit is skipped, so that nothing typed beside it is lost."""

    was_too_large = False

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated = True

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self._received = 0
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self._received += len(raw_data)
        if self._received > settings.UPLOAD_MAX_BYTES:
            self.was_too_large = True
            raise SkipFile
        return super().receive_data_chunk(raw_data, start)


def with_scan(view: View) -> View:
    """Read uploads of the decorated view with a `ScanHandler`, given to it as `uploads=`."""
    protected = csrf_protect(view)

    # The token is checked inside: reading it parses the body, so the handler has to be set before.
    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        handler = ScanHandler(request)
        request.upload_handlers = [handler]
        return protected(request, *args, uploads=handler, **kwargs)

    return guarded
