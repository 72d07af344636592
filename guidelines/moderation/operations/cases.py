"""Opening a case, looking after it, hearing the author, and when it is due next."""

from datetime import date, datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from accounts.people.models import Employee
from guidelines.incidents.timeline import held
from guidelines.moderation.choices import BURDENS, CaseState
from guidelines.moderation.deadlines import kept_until, until_end_of, working_days_after
from guidelines.moderation.models import (
    Appeal,
    Ban,
    Hearing,
    Matter,
    ModerationCase,
    Notice,
    Outsider,
    ReviewCase,
)
from guidelines.moderation.operations.dating import FIELDS, count_anew
from guidelines.moderation.operations.locks import locked, tell_incident
from guidelines.moderation.permissions import can_handle, can_open, works_on
from guidelines.moderation.pseudonyms import keep, name_of
from guidelines.moderation.rules import (
    ChannelRequired,
    DeadlinePast,
    HearingRuns,
    NotAsked,
    NothingSealed,
    ReasonRequired,
)
from portal.audit.chain import storable
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record


@operation(refused="moderation.refused")
def open_case(*, case: ModerationCase, author: str, by: Employee) -> ModerationCase:
    """Put a post on the register. `author` is the handle; it is stored under a pseudonym and sealed.

    Raises `NotPermitted`, `ChannelRequired`.
    """
    if not can_open(by, case.account):
        raise NotPermitted
    begin(case, by)
    case.said = storable(case.said)
    case.author = keep(author, channel=channel_key(case))
    case.due_at = working_days_after(case.opened_at, settings.MODERATION_DECIDE_DAYS, by.location)
    if case.incident:
        case.incident = held(case.incident)
    case.save()
    record("moderation.case_opened", by=by, obj=case)
    tell_incident(case, "case_opened", by=by)
    return case


def begin(matter: Matter, by: Employee) -> None:
    """What every matter starts with."""
    matter.channel = storable(matter.channel).strip()
    matter.link = storable(matter.link).strip()
    if matter.account is None and not matter.channel:
        raise ChannelRequired
    matter.opened_by, matter.opened_at = by, timezone.now()
    matter.delete_on = kept_until(matter.opened_at, settings.MODERATION_KEPT_DAYS)


def channel_key(matter: Matter) -> str:
    """What a pseudonym is bound to: the same person is recognised on one platform, or on one own channel."""
    if matter.account:
        return matter.account.platform.slug
    return f"own:{' '.join(matter.channel.split()).casefold()}"


@operation(refused="moderation.refused")
def look_after(*, matter: Matter, by: Employee) -> Matter:
    """Take a matter over. Raises `NotPermitted`."""
    matter = locked(matter)
    if not can_handle(by, matter):
        raise NotPermitted
    matter.looked_after_by = by
    matter.save(update_fields=["looked_after_by"])
    record("moderation.taken", by=by, obj=matter)
    return matter


@operation
def let_go_of_leavers(*, people: QuerySet[Employee]) -> None:
    """What somebody who leaves looked after is everybody's again."""
    for model in (ModerationCase, Notice, ReviewCase):
        model.objects.filter(looked_after_by__in=people.values("pk")).update(looked_after_by=None)


@operation(refused="moderation.refused")
def ask_author(*, case: ModerationCase, until: date, by: Employee) -> Hearing:
    """Note that the author was asked for their side, and until the end of which day they can answer.

    Raises `NotPermitted`, `HearingRuns`, `DeadlinePast`.
    """
    case, now = locked(case), timezone.now()
    if not can_handle(by, case):
        raise NotPermitted
    last = waiting_hearing(case)
    if last and last.until > now:
        raise HearingRuns
    ends_at = until_end_of(until, by.location)
    if ends_at <= now:
        raise DeadlinePast
    hearing = Hearing.objects.create(case=case, asked_by=by, asked_at=now, until=ends_at)
    settle(case)
    record("moderation.author_asked", by=by, obj=case)
    return hearing


@operation(refused="moderation.refused")
def note_answer(*, case: ModerationCase, answer: str, by: Employee) -> Hearing:
    """Note what the author said. Raises `NotPermitted`, `NotAsked`, `ReasonRequired` for no text."""
    case = locked(case)
    if not can_handle(by, case):
        raise NotPermitted
    hearing = waiting_hearing(case)
    if hearing is None:
        raise NotAsked
    if not answer.strip():
        raise ReasonRequired
    hearing.answer, hearing.answered_at = storable(answer), timezone.now()
    hearing.save(update_fields=["answer", "answered_at"])
    settle(case)
    record("moderation.author_answered", by=by, obj=case)
    return hearing


def waiting_hearing(case: ModerationCase) -> Hearing | None:
    """The newest hearing, as long as it has no answer; one that comes late is heard all the same."""
    last = case.hearings.order_by("pk").last()
    return last if last and last.answered_at is None else None


@operation(refused="moderation.refused")
def show_name(*, matter: Matter, by: Employee) -> str:
    """The clear name of an author, sender or reviewer; that somebody looked is a row of the trail.

    Raises `NotPermitted`, `NothingSealed`, `NameUnreadable`.
    """
    if not (can_handle(by, matter) or works_on(by, matter.account)):
        raise NotPermitted
    person = outsider_of(matter)
    if person is None:
        raise NothingSealed
    name = name_of(person)
    record("moderation.name_shown", by=by, obj=matter)
    return name


def outsider_of(matter: Matter) -> Outsider | None:
    """Whose name is kept with a matter, if anybody's."""
    for field in ("author", "sender", "reviewer"):
        if person := getattr(matter, field, None):
            return person
    return None


def settle(case: ModerationCase) -> None:
    """Bring state, next due moment and deletion date of a locked case up to date."""
    case.state, case.due_at = _standing(case)
    count_anew(case, _last_act(case))
    case.save(update_fields=["state", "due_at", *FIELDS])


def _standing(case: ModerationCase) -> tuple[str, datetime | None]:
    appeal = Appeal.objects.waiting().filter(decision__case=case).order_by("due_at").first()
    if appeal:
        return CaseState.APPEALED, appeal.due_at
    decision = case.decisions.order_by("number").select_related("words").last()
    if decision is None:
        return _undecided(case)
    bans = Ban.objects.running().filter(decision__case=case).values_list("due_at", flat=True)
    dates = list(bans)
    if decision.measure in BURDENS and decision.words.told_at is None:
        place = decision.decided_by.location
        dates.append(working_days_after(decision.decided_at, settings.MODERATION_TELL_DAYS, place))
    return CaseState.DECIDED, min(dates, default=None)


def _undecided(case: ModerationCase) -> tuple[str, datetime | None]:
    hearing, place = case.hearings.order_by("pk").last(), case.opened_by.location
    if hearing is None:
        return CaseState.OPEN, working_days_after(case.opened_at, settings.MODERATION_DECIDE_DAYS, place)
    if hearing.answered_at is None:
        return CaseState.HEARING, hearing.until
    decide_by = working_days_after(hearing.answered_at, settings.MODERATION_DECIDE_DAYS, place)
    return CaseState.OPEN, decide_by


def _last_act(case: ModerationCase) -> datetime:
    """What the deletion date counts from: the last decision, answer or end of a ban."""
    moments = [case.opened_at]
    for decision in case.decisions.all():
        moments += [decision.decided_at, decision.ban_until or decision.decided_at]
    appeals = Appeal.objects.filter(decision__case=case)
    moments += [appeal.decided_at for appeal in appeals if appeal.decided_at]
    bans = Ban.objects.filter(decision__case=case)
    moments += [ban.lifted_at or ban.due_at for ban in bans]
    return max(moments)


@operation
def note_export(*, wanted: str, rows: int, by: Employee) -> None:
    """Somebody takes the list of cases as a file; `wanted` names the fields it was filtered by."""
    record(
        "moderation.exported",
        by=by,
        object_type="moderation.moderationcase",
        object_id="",
        details={"filter": wanted, "rows": rows},
    )
