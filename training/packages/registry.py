"""What higher rooms hang into this one: they hear when somebody confirms a course that a package reported."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from training.packages.models import PackageVisit

Confirmed = Callable[["PackageVisit"], None]

_confirmed: list[Confirmed] = []


def on_confirmed(hook: Confirmed) -> Confirmed:
    """Have `hook(visit)` called, in the same transaction, when somebody confirms a reported course."""
    if hook not in _confirmed:
        _confirmed.append(hook)
    return hook


def tell_confirmed(visit: "PackageVisit") -> None:
    for hook in _confirmed:
        hook(visit)
