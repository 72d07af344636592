"""What higher rooms, and certificates, are told: somebody has done a course."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from training.assignments.models import Completion

Completed = Callable[["Completion"], None]
ManyCompleted = Callable[[Sequence["Completion"]], None]

_completed: list[tuple[Completed, ManyCompleted | None]] = []


def on_completed(hook: Completed, *, many: ManyCompleted | None = None) -> Completed:
    """Have `hook(completion)` called, in the same transaction, for every new completion.

    `many` does the same for a list of them; without it `hook` is called for each.
    """
    _completed.append((hook, many))
    return hook


def tell_completed(completions: Sequence["Completion"]) -> None:
    for hook, many in _completed:
        if many is not None and len(completions) > 1:
            many(completions)
            continue
        for completion in completions:
            hook(completion)
