from typing import TYPE_CHECKING
from uuid import UUID

from django_structlog.middlewares import RequestMiddleware

if TYPE_CHECKING:
    from django.http import HttpRequest


class RequestLogMiddleware(RequestMiddleware):
    """Logs the route and public ids of a request instead of its path: paths carry secret links."""

    @staticmethod
    def format_request(request: "HttpRequest") -> str:
        match = getattr(request, "resolver_match", None)
        if match is None:
            return f"{request.method} (no route)"
        ids = [f"{name}={value}" for name, value in match.kwargs.items() if isinstance(value, UUID | int)]
        return " ".join([str(request.method), f"/{match.route}", *ids])
