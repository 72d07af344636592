"""What higher rooms are told: they issue evidence, this room does not know how."""

from collections.abc import Callable

from guidelines.policies.models import Acknowledgement

AnswerHook = Callable[[Acknowledgement], None]

_answered: list[AnswerHook] = []
_invalidated: list[AnswerHook] = []


def on_answered(hook: AnswerHook) -> AnswerHook:
    """Have `hook` called, in the same transaction, for every new acknowledgement."""
    _answered.append(hook)
    return hook


def tell_answered(acknowledgement: Acknowledgement) -> None:
    for hook in _answered:
        hook(acknowledgement)


def on_withdrawn(hook: AnswerHook) -> AnswerHook:
    """Have `hook` called, in the same transaction, when a consent is withdrawn."""
    _invalidated.append(hook)
    return hook


def tell_withdrawn(acknowledgement: Acknowledgement) -> None:
    for hook in _invalidated:
        hook(acknowledgement)
