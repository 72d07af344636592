"""What higher rooms are told: they issue evidence, this room does not know how."""

from collections.abc import Callable

from accounts.people.models import Employee
from guidelines.policies.models import Acknowledgement, RenditionAsset

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


AssetReader = Callable[[Employee, RenditionAsset], bool]

_asset_readers: list[AssetReader] = []


def asset_reader(may_see: AssetReader) -> AssetReader:
    """Have `may_see(person, asset)` asked, too: pictures and files also stand in higher rooms' texts."""
    _asset_readers.append(may_see)
    return may_see


def seen_elsewhere(person: Employee, asset: RenditionAsset) -> bool:
    return any(may_see(person, asset) for may_see in _asset_readers)
