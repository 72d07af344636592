"""In which order routes are shown to whoever grants or asks for access (R2). Pure."""

from collections.abc import Iterable

from accounts.register.choices import RouteKind, Terms
from accounts.register.models import AccessRoute

_BEST_FIRST = {kind: place for place, kind in enumerate(RouteKind)}
_TERMS = {Terms.ALLOWED: 0, Terms.UNCLEAR: 1, Terms.FORBIDDEN: 2}


def ranked(routes: Iterable[AccessRoute], order: Iterable[str] = ()) -> list[AccessRoute]:
    """R2: private-free routes first, then what the platform recommends (`order`), then by terms."""
    recommended = {kind: place for place, kind in enumerate(order)}
    return sorted(
        routes,
        key=lambda route: (
            not route.is_private_free,
            route.needs_private_phone,
            _TERMS[Terms(route.terms)],
            recommended.get(route.kind, len(recommended)),
            _BEST_FIRST[RouteKind(route.kind)],
            route.pk or 0,
        ),
    )
