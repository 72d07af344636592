"""What forbids the release of a guide or a checklist, in sentences a person can read. Pure."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guidelines.editions.alike import unalike
from guidelines.editions.freezing import FrozenWork
from guidelines.guides.choices import Verdict
from guidelines.guides.graph import MAX_ANSWERS, MAX_QUESTIONS, MIN_ANSWERS, Flaw, Found, flaws
from guidelines.guides.structure import Outcome, checklist_of, guide_of

SENTENCES = {
    Flaw.NO_QUESTIONS: _("There is no question yet."),
    Flaw.NO_KEY: _("A question or outcome has no short name."),
    Flaw.KEY_TWICE: _("The short name “%(at)s” is used twice."),
    Flaw.TOO_FEW_ANSWERS: _("Dead end: the question “%(at)s” has fewer than %(min)s answers."),
    Flaw.TOO_MANY_ANSWERS: _("The question “%(at)s” has more than %(max)s answers."),
    Flaw.LEADS_NOWHERE: _("The answer “%(target)s” to the question “%(at)s” leads nowhere."),
    Flaw.NO_TARGET: _("An answer to “%(at)s” leads to “%(target)s”, which does not exist."),
    Flaw.LOOP: _("Loop: somebody could go round for ever (%(target)s)."),
    Flaw.UNREACHABLE: _("No answer leads to “%(at)s”."),
    Flaw.TOO_LONG: _("The longest way has more than %(questions)s questions."),
}
WORDS = frozenset(
    "title text question help reason conditions heading ask_for intro".split()
)  # what may differ from language to language


def guide_faults(texts: Mapping[str, FrozenWork]) -> list[str]:
    """For `Genre.faults`: the first language is checked as a graph, the others against it."""
    if not texts:
        return []
    first = next(iter(texts.values()))
    guide = guide_of(first.content)
    found = [sentence(one) for one in flaws(guide)]
    found += [fault for outcome in guide.outcomes for fault in _outcome(outcome)]
    return [*found, *unalike(texts, WORDS)]


def checklist_faults(texts: Mapping[str, FrozenWork]) -> list[str]:
    if not texts:
        return []
    keys = [item.key for item in checklist_of(next(iter(texts.values())).content).items]
    found = [] if keys else [gettext("There is nothing to check yet.")]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    found += [str(SENTENCES[Flaw.KEY_TWICE] % {"at": key}) for key in twice]
    return [*found, *unalike(texts, WORDS)]


def sentence(found: Found) -> str:
    facts = {"at": found.at, "target": found.target}
    limits = {"min": MIN_ANSWERS, "max": MAX_ANSWERS, "questions": MAX_QUESTIONS}
    return str(SENTENCES[found.flaw] % {**facts, **limits})


def _outcome(outcome: Outcome) -> Iterator[str]:
    facts = {"at": outcome.key}
    if outcome.verdict not in Verdict.values:
        yield gettext("The outcome “%(at)s” has no verdict.") % facts
    if not outcome.reason:
        yield gettext("The outcome “%(at)s” gives no reason.") % facts
    if not outcome.sources:
        yield gettext("The outcome “%(at)s” names no source.") % facts
    if outcome.verdict == Verdict.CONDITIONS and not any(outcome.conditions):
        yield gettext("The outcome “%(at)s” is allowed under conditions, but names none.") % facts
    if outcome.verdict == Verdict.ASK_DPO and not outcome.ask:
        yield gettext("The outcome “%(at)s” sends people to ask, but does not say whom.") % facts
