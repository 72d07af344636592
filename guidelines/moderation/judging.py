"""Whether a decision may be made as it is meant (I4). Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from guidelines.editions.models import Edition
from guidelines.moderation.choices import BURDENS, WITHOUT_RULE, Measure
from guidelines.moderation.rules import (
    BanNeedsEnd,
    BanTooLong,
    CriticismStands,
    FactsRequired,
    HearFirst,
    OnlyBansEnd,
    ProportionRequired,
    RuleRequired,
    StillBeingHeard,
)


@dataclass(frozen=True)
class Ruling:
    """What somebody decides, in their words. `ban_last_day` is the last day of a temporary ban; the rule is
    a house rule (`rule_edition`, `rule_key`) or another one, by its name (`rule_words`)."""

    measure: str
    facts: str
    rule_words: str = ""
    rule_edition: Edition | None = None
    rule_key: str = ""
    proportion: str = ""
    ban_last_day: date | None = None
    why_not_heard: str = ""
    is_automated: bool = False
    is_confirmed: bool = False

    @property
    def is_burden(self) -> bool:
        """Whether it takes something from the author."""
        return self.measure in BURDENS


@dataclass(frozen=True)
class Footing:
    """What is known when it is decided: how the hearing went, and whether the post is criticism."""

    was_heard: bool
    is_being_heard: bool
    is_criticism: bool


def check(
    ruling: Ruling, footing: Footing, *, ends_at: datetime | None, now: datetime, most_days: int
) -> None:
    """Raises `FactsRequired`, `RuleRequired`, `BanNeedsEnd`, `OnlyBansEnd`, `BanTooLong`,
    `ProportionRequired`, `CriticismStands`, `HearFirst`, `StillBeingHeard`."""
    if not ruling.facts.strip():
        raise FactsRequired
    if ruling.measure not in WITHOUT_RULE and not ruling.rule_words.strip():
        raise RuleRequired
    _check_end(ruling, ends_at, now, most_days)
    if ruling.is_burden:
        _check_burden(ruling, footing)


def _check_end(ruling: Ruling, ends_at: datetime | None, now: datetime, most_days: int) -> None:
    if ruling.measure != Measure.BAN_TEMPORARY:
        if ends_at is not None:
            raise OnlyBansEnd
        return
    if ends_at is None or ends_at <= now:
        raise BanNeedsEnd
    if ends_at > now + timedelta(days=most_days):
        raise BanTooLong


def _check_burden(ruling: Ruling, footing: Footing) -> None:
    if not ruling.proportion.strip():
        raise ProportionRequired
    if footing.is_criticism and not ruling.is_confirmed:
        raise CriticismStands
    if footing.was_heard or ruling.why_not_heard.strip():
        return
    raise StillBeingHeard if footing.is_being_heard else HearFirst
