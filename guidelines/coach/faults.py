"""What forbids the release of a coach page, in sentences a person can read. Pure."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext

from guidelines.coach.structure import Card, Coaching, coaching_of
from guidelines.editions.alike import unalike
from guidelines.editions.freezing import FrozenWork

WORDS = frozenset("title intro why set remains text".split())


def coach_faults(texts: Mapping[str, FrozenWork]) -> list[str]:
    """For `Genre.faults`: the first language is checked by itself, the others against it."""
    if not texts:
        return []
    coaching = coaching_of(next(iter(texts.values())).content)
    return [*_missing(coaching), *_twice(coaching), *unalike(texts, WORDS)]


def _missing(coaching: Coaching) -> Iterator[str]:
    if not coaching.cards:
        yield gettext("There is no switch yet.")
    if not coaching.checked_on:
        yield gettext("Nobody has said when these switches were last looked at.")
    for card in coaching.cards:
        if not _is_whole(card):
            yield gettext("The switch “%(title)s” needs a reason, what to set and a source.") % {
                "title": card.title or card.key
            }


def _is_whole(card: Card) -> bool:
    return bool(card.title and card.why and card.set and card.source.title)


def _twice(coaching: Coaching) -> Iterator[str]:
    keys = [one.key for one in (*coaching.cards, *coaching.fixed)]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield gettext("The short name “%(at)s” is used twice.") % {"at": key}
