"""How ready a playbook is: one light, and for each part the reason in words. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from guidelines.playbooks.choices import Light

WORST_FIRST = (Light.RED, Light.AMBER, Light.GREEN)
QUESTIONS = 5


@dataclass(frozen=True)
class RoleFacts:
    """A role that some level needs. `here` counts those who can act and are not away today; `gone` names
    those who can no longer act; `untrained` those who lack something the role requires."""

    name: str
    can_act: int
    here: int
    gone: Sequence[str] = ()
    untrained: Sequence[str] = ()


@dataclass(frozen=True)
class Facts:
    """What is known about one playbook on a day."""

    is_released: bool
    answered: int
    review_by: date | None
    slots: int
    named: int
    unconfirmed: int
    objections: int
    roles: Sequence[RoleFacts] = field(default_factory=tuple)
    expired: int = 0
    expiring: int = 0
    drilled_at: datetime | None = None


@dataclass(frozen=True)
class Check:
    """One part of the board."""

    slug: str
    title: str
    light: Light
    reason: str


def checks(facts: Facts, today: date) -> list[Check]:
    """Every part, in the order of the board."""
    return [
        _questions(facts),
        _review(facts, today),
        _templates(facts),
        _deputies(facts),
        _training(facts),
        _contacts(facts),
        _drill(facts, today),
    ]


def light_of(found: Sequence[Check]) -> Light:
    """The worst of all."""
    return min((one.light for one in found), key=WORST_FIRST.index, default=Light.GREEN)


def reasons(found: Sequence[Check]) -> list[str]:
    """Why the light is what it is: the sentences of the worst parts."""
    light = light_of(found)
    return [one.reason for one in found if one.light == light] if light != Light.GREEN else []


def _check(slug: str, title: str, said: Iterator[tuple[Light, str]], good: str) -> Check:
    """The worst that is `said`, all of its sentences together; `good` when nothing is."""
    found = sorted(said, key=lambda one: WORST_FIRST.index(one[0]))
    if not found:
        return Check(slug, title, Light.GREEN, good)
    return Check(slug, title, found[0][0], " ".join(sentence for _light, sentence in found))


def _questions(facts: Facts) -> Check:
    def said() -> Iterator[tuple[Light, str]]:
        if not facts.is_released:
            yield Light.RED, _("It has never been released.")
        elif facts.answered < QUESTIONS:
            yield Light.RED, _("%(count)s of the five questions are answered.") % {"count": facts.answered}

    return _check("questions", _("The five questions"), said(), _("All five are answered."))


def _review(facts: Facts, today: date) -> Check:
    def said() -> Iterator[tuple[Light, str]]:
        if facts.review_by is None:
            yield Light.AMBER, _("Nobody has set a day for the next review.")
        elif facts.review_by < today:
            yield Light.RED, _("The review was due on %(day)s.") % {"day": _day(facts.review_by)}

    until = (
        pgettext("playbook", "To be reviewed by %(day)s.") % {"day": _day(facts.review_by)}
        if facts.review_by
        else ""
    )
    return _check("review", _("Last reviewed"), said(), until)


def _templates(facts: Facts) -> Check:
    def said() -> Iterator[tuple[Light, str]]:
        if not facts.is_released:
            yield Light.RED, _("No answer is approved before the first release.")
        if facts.expired:
            yield (
                Light.RED,
                ngettext("%(count)s answer has expired.", "%(count)s answers have expired.", facts.expired)
                % {"count": facts.expired},
            )
        if facts.expiring:
            yield (
                Light.AMBER,
                ngettext("%(count)s answer expires soon.", "%(count)s answers expire soon.", facts.expiring)
                % {"count": facts.expiring},
            )

    return _check("templates", _("Answers to start from"), said(), _("All are approved and valid."))


def _deputies(facts: Facts) -> Check:
    def said() -> Iterator[tuple[Light, str]]:
        for role in facts.roles:
            names = {"role": role.name, "people": get_text_list(role.gone, pgettext("list of people", "and"))}
            if not role.can_act and not role.gone:
                yield Light.RED, _("%(role)s: nobody is named.") % names
            elif not role.can_act:
                yield Light.RED, _("%(role)s: nobody is left who can act.") % names
            elif role.gone:
                said_of = ngettext(
                    "%(role)s: %(people)s can no longer act.",
                    "%(role)s: %(people)s can no longer act.",
                    len(role.gone),
                )
                yield Light.RED, said_of % names
            elif role.can_act == 1:
                yield Light.AMBER, _("%(role)s has no deputy.") % names
            elif role.here < 2:
                yield Light.AMBER, _("%(role)s: fewer than two are here today.") % names

    return _check("deputies", _("Roles and deputies"), said(), _("Every role has two people who can act."))


def _training(facts: Facts) -> Check:
    def said() -> Iterator[tuple[Light, str]]:
        people = sorted({name for role in facts.roles for name in role.untrained})
        if people:
            yield (
                Light.AMBER,
                _("Something that their role requires is missing for: %(people)s.")
                % {"people": ", ".join(people)},
            )

    return _check(
        "training", _("Role holders trained"), said(), _("Everybody has done what their role requires.")
    )


def _contacts(facts: Facts) -> Check:
    def said() -> Iterator[tuple[Light, str]]:
        if facts.objections:
            yield (
                Light.RED,
                ngettext(
                    "%(count)s contact says that something has changed.",
                    "%(count)s contacts say that something has changed.",
                    facts.objections,
                )
                % {"count": facts.objections},
            )
        if facts.named < facts.slots:
            yield (
                Light.AMBER,
                ngettext(
                    "%(count)s contact is not named.",
                    "%(count)s contacts are not named.",
                    facts.slots - facts.named,
                )
                % {"count": facts.slots - facts.named},
            )
        if facts.unconfirmed:
            yield (
                Light.AMBER,
                _("%(count)s not confirmed for more than %(days)s days.")
                % {
                    "count": facts.unconfirmed,
                    "days": settings.PLAYBOOK_CONFIRMED_DAYS,
                },
            )

    return _check("contacts", pgettext("readiness", "Contacts"), said(), _("All are named and confirmed."))


def _drill(facts: Facts, today: date) -> Check:
    def said() -> Iterator[tuple[Light, str]]:
        if facts.drilled_at is None:
            yield Light.AMBER, _("It has not been practised yet.")
        elif facts.drilled_at.date() < today - timedelta(days=settings.PLAYBOOK_DRILL_DAYS):
            yield Light.AMBER, _("It was last practised on %(day)s.") % {"day": _day(facts.drilled_at.date())}

    last = _("Practised on %(day)s.") % {"day": _day(facts.drilled_at.date())} if facts.drilled_at else ""
    return _check("drill", _("Last drill"), said(), last)


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
