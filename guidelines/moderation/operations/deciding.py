"""Deciding about a post (I4), telling its author, and deciding anew."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.people.models import Employee
from guidelines.moderation.choices import BANS, Measure
from guidelines.moderation.deadlines import look_again_at, until_end_of
from guidelines.moderation.judging import Footing, Ruling, check
from guidelines.moderation.models import (
    Appeal,
    Ban,
    DecisionWords,
    Hearing,
    ModerationCase,
    ModerationDecision,
)
from guidelines.moderation.operations.cases import settle
from guidelines.moderation.operations.locks import locked, salted, tell_incident
from guidelines.moderation.permissions import can_decide, can_handle
from guidelines.moderation.rules import AppealWaits, DecidedMeanwhile, ToldAlready
from guidelines.moderation.wording import notice_to_author
from portal.audit.chain import storable
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record


@operation(refused="moderation.refused")
def decide_case(*, case: ModerationCase, ruling: Ruling, seen: int, by: Employee) -> ModerationDecision:
    """Decide, once for all who look at the case at that moment: `seen` is how many decisions they saw.

    Raises `NotPermitted`, `DecidedMeanwhile`, `AppealWaits`, and what `judging.check` raises.
    """
    case = locked(case)
    if not can_decide(by, case):
        raise NotPermitted
    if case.decisions.count() != seen:
        raise DecidedMeanwhile
    if Appeal.objects.waiting().filter(decision__case=case).exists():
        raise AppealWaits
    decision = write_decision(case, ruling, by=by)
    settle(case)
    return decision


def write_decision(
    case: ModerationCase, ruling: Ruling, *, by: Employee, is_on_appeal: bool = False
) -> ModerationDecision:
    """The next decision of a locked case, its words, and the ban that follows from it.

    An appeal is a hearing: whoever appeals has been heard.
    """
    now = timezone.now()
    ends_at = until_end_of(ruling.ban_last_day, by.location) if ruling.ban_last_day else None
    hearing = case.hearings.order_by("pk").last()
    footing = Footing(
        was_heard=is_on_appeal or _was_heard(hearing, now),
        is_being_heard=hearing is not None and not _was_heard(hearing, now),
        is_criticism=case.is_criticism,
    )
    most = settings.MODERATION_LONGEST_BAN_DAYS
    check(ruling, footing, ends_at=ends_at, now=now, most_days=most)
    previous = case.decisions.order_by("number").last()
    salt, digest = salted(storable(ruling.facts))
    counts = hearing if _was_heard(hearing, now) else None
    decision = ModerationDecision.objects.create(
        case=case,
        number=previous.number + 1 if previous else 1,
        measure=ruling.measure,
        rule_edition=ruling.rule_edition,
        rule_key=ruling.rule_key,
        rule_words=storable(ruling.rule_words).strip(),
        ban_until=ends_at,
        hearing=counts,
        hearing_omitted=counts is None and ruling.is_burden,
        is_criticism=case.is_criticism,
        is_automated=ruling.is_automated,
        facts_digest=digest,
        decided_by=by,
        decided_at=now,
        replaces=previous,
    )
    _write_words(decision, ruling, salt, is_on_appeal=is_on_appeal)
    _follow_on_platform(decision, by)
    record("moderation.decided", by=by, obj=decision, details={"measure": ruling.measure})
    tell_incident(case, "decided", by=by, measure=ruling.measure)
    return decision


def _was_heard(hearing: Hearing | None, now: datetime) -> bool:
    """Asked, and either answered or given the time to."""
    return hearing is not None and (hearing.answered_at is not None or hearing.until <= now)


def _write_words(decision: ModerationDecision, ruling: Ruling, salt: str, *, is_on_appeal: bool) -> None:
    language = decision.case.language
    why = storable(ruling.why_not_heard).strip()
    if is_on_appeal and decision.hearing_omitted and not why:
        with translation.override(language):
            why = _("The author was heard with the appeal.")
    words = DecisionWords(
        decision=decision,
        salt=salt,
        facts=storable(ruling.facts),
        proportion=storable(ruling.proportion).strip(),
        why_not_heard=why if decision.hearing_omitted else "",
        language=language,
    )
    words.notice = notice_to_author(decision, words)
    words.save()


def _follow_on_platform(decision: ModerationDecision, by: Employee) -> None:
    """A ban begins; one that the decision replaces goes over into it, or has to be lifted at once."""
    now = timezone.now()
    running = Ban.objects.running().filter(decision__case=decision.case)
    if decision.measure not in BANS:
        running.update(due_at=now, reminded_at=None)
        return
    running.update(lifted_at=now, lifted_by=by, lift_note=f"→ #{decision.number}")
    is_permanent = decision.measure == Measure.BAN_PERMANENT
    due_at = decision.ban_until or look_again_at(now, by.location)
    Ban.objects.create(decision=decision, is_permanent=is_permanent, due_at=due_at)


@operation(refused="moderation.refused")
def note_told(*, decision: ModerationDecision, how: str, by: Employee) -> ModerationDecision:
    """Attest that the author has the notice, or why they could not be reached.

    Raises `NotPermitted`, `ToldAlready`.
    """
    case = locked(decision.case)
    if not can_handle(by, case):
        raise NotPermitted
    words = DecisionWords.objects.select_for_update().get(decision=decision)
    if words.told_at:
        raise ToldAlready
    words.told_at, words.told_by, words.told_how = timezone.now(), by, storable(how).strip()
    words.save(update_fields=["told_at", "told_by", "told_how"])
    settle(case)
    record("moderation.author_told", by=by, obj=decision)
    return decision
