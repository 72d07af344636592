from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

import structlog
from django_structlog.middlewares import RequestMiddleware

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

View = TypeVar("View", bound=Callable[..., object])


class RequestLogMiddleware(RequestMiddleware):
    """Logs the route and public ids of a request instead of its path: paths carry secret links."""

    @staticmethod
    def format_request(request: "HttpRequest") -> str:
        match = getattr(request, "resolver_match", None)
        if match is None:
            return f"{request.method} (no route)"
        ids = [f"{name}={value}" for name, value in match.kwargs.items() if isinstance(value, UUID | int)]
        return " ".join([str(request.method), f"/{match.route}", *ids])

    def handle_response(self, request: "HttpRequest", response: "HttpResponse") -> None:
        if not is_unwatched(request):
            super().handle_response(request, response)
            return
        structlog.contextvars.clear_contextvars()
        if hasattr(request, "_raised_exception"):
            super().handle_response(request, response)

    @staticmethod
    def bind_user_id(request: "HttpRequest") -> None:
        if not is_unwatched(request):
            RequestMiddleware.bind_user_id(request)


def unwatched(view: View) -> View:
    """No line of the log says that anybody opened this page, for what nobody may be able to deduce (A5).

    Errors are logged, without whom they happened to.
    """
    view.is_unwatched = True  # type: ignore[attr-defined]
    return view


def is_unwatched(request: "HttpRequest") -> bool:
    match = getattr(request, "resolver_match", None)
    return bool(match and getattr(match.func, "is_unwatched", False))
