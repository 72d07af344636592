"""What the privacy coach says about one platform, read from the content of an edition. Pure.

Keys, order, the platform, addresses and dates are the same in every language; the rest are words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guidelines.editions.structure import SourceOf


@dataclass(frozen=True)
class Card:
    """One switch of one's own account: what it is called, why it matters and what to set.

    `remains` says what still happens with the switch set, or is "".
    """

    key: str
    title: str
    why: str
    set: str
    remains: str
    source: SourceOf


@dataclass(frozen=True)
class Fixed:
    """What no switch turns off."""

    key: str
    title: str
    text: str


@dataclass(frozen=True)
class Coaching:
    """`platform` is the slug of a platform in the register; `checked_on` an ISO day; in lists, small `order`s
    come first."""

    order: int
    platform: str
    intro: str
    checked_on: str
    cards: tuple[Card, ...]
    fixed: tuple[Fixed, ...]


def coaching_of(content: Mapping[str, Any]) -> Coaching:
    """What the content of an edition holds. Raises `KeyError` and `TypeError` for a content that is none."""
    return Coaching(
        order=content["order"],
        platform=content["platform"],
        intro=content["intro"],
        checked_on=content["checked_on"],
        cards=tuple(Card(**{**one, "source": SourceOf(**one["source"])}) for one in content["cards"]),
        fixed=tuple(Fixed(**one) for one in content["fixed"]),
    )
