"""Planned posts are halted while it burns: one line for each corporate account, checked by somebody."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.people.models import Employee
from accounts.register.choices import AccountStatus
from accounts.register.models import CorporateAccount, Platform
from guidelines.incidents.choices import FreezeState, Status
from guidelines.incidents.models import FrozenAccount, Incident, LevelChange
from guidelines.incidents.permissions import can_enter
from guidelines.incidents.reading import plan_for
from guidelines.incidents.rules import NotOpen
from guidelines.incidents.timeline import held, write
from portal.audit.chain import storable
from portal.audit.rules import NotPermitted, RuleBroken
from portal.audit.trail import operation, record

# From where a line gets into a state; back to "to check" from everywhere, when somebody was wrong.
FROM = {
    FreezeState.TO_CHECK: (FreezeState.FROZEN, FreezeState.NONE_PLANNED, FreezeState.RESUMED),
    FreezeState.FROZEN: (FreezeState.TO_CHECK, FreezeState.NONE_PLANNED),
    FreezeState.NONE_PLANNED: (FreezeState.TO_CHECK,),
    FreezeState.RESUMED: (FreezeState.FROZEN,),
}
# Posts can be resumed after the end, too.
WORKING = (Status.ACTIVE, Status.STABILISED, Status.CLOSED)
UNSETTLED = (FreezeState.TO_CHECK, FreezeState.FROZEN)


class NotFromThisState(RuleBroken):
    message = _("Somebody else has changed this line meanwhile. Please look again.")


def live_accounts() -> "QuerySet[CorporateAccount]":
    return CorporateAccount.objects.filter(status=AccountStatus.LIVE)


def freeze_by_level(change: LevelChange) -> None:
    """Hears of every level: one that says so puts all live accounts on the list."""
    level = plan_for(change.incident).level(max(change.social, change.media))
    if level is not None and level.freeze:
        _put_on_list(change.incident, live_accounts(), by=change.declared_by)


@operation(refused="incident.refused")
def freeze_accounts(*, incident: Incident, accounts: Iterable[CorporateAccount], by: Employee) -> int:
    """Put accounts on the list, or back on it when their posts were resumed. Says how many.

    Raises `NotPermitted`, `NotOpen`.
    """
    incident = held(incident)
    if not can_enter(by, incident):
        raise NotPermitted
    if not incident.is_running:
        raise NotOpen
    return _put_on_list(incident, accounts, by=by)


def _put_on_list(incident: Incident, accounts: Iterable[CorporateAccount], *, by: Employee) -> int:
    there = {line.account_id: line for line in incident.frozen.select_for_update(of=("self",), no_key=True)}
    fresh = [account for account in accounts if account.pk not in there]
    again = [line.pk for line in there.values() if line.state == FreezeState.RESUMED]
    FrozenAccount.objects.bulk_create([FrozenAccount(incident=incident, account=one) for one in fresh])
    FrozenAccount.objects.filter(pk__in=again).update(
        state=FreezeState.TO_CHECK, changed_by=by, changed_at=timezone.now()
    )
    count = len(fresh) + len(again)
    if count:
        write(incident, "incidents.freeze-opened", by=by, facts={"count": count})
        record(
            "incident.freeze", by=by, obj=incident, details={"count": count, "state": FreezeState.TO_CHECK}
        )
    return count


@operation(refused="incident.refused")
def settle_line(*, line: FrozenAccount, state: str, by: Employee, note: str = "") -> FrozenAccount:
    """Say what became of the planned posts of one account. Raises `NotFromThisState`, `NotPermitted`,
    `NotOpen`."""
    incident = _working(line.incident, by)
    line = incident.frozen.select_related("account__platform").get(pk=line.pk)
    if line.state not in FROM[FreezeState(state)]:
        raise NotFromThisState
    line.state, line.changed_by, line.changed_at = state, by, timezone.now()
    line.note = storable(note).strip()[:1000]
    line.save()
    facts = {"account": str(line.account.ref), "state": state}
    words = " – ".join(part for part in (str(line.account), line.note) if part)
    write(incident, "incidents.freeze-line", by=by, facts=facts, text=words)
    record("incident.freeze", by=by, obj=line.account, details={"count": 1, "state": state})
    return line


@operation(refused="incident.refused")
def settle_platform(*, incident: Incident, platform: Platform, state: str, by: Employee) -> int:
    """The same for all accounts of a platform that can get there from where they are. Says how many."""
    incident = _working(incident, by)
    steps = [one for one in FROM[FreezeState(state)] if one in UNSETTLED]
    lines = incident.frozen.filter(account__platform=platform, state__in=steps)
    count = lines.update(state=state, changed_by=by, changed_at=timezone.now())
    if count:
        facts = {"platform": platform.slug, "state": state, "count": count}
        write(incident, "incidents.freeze-platform", by=by, facts=facts)
        record("incident.freeze", by=by, obj=incident, details={"count": count, "state": state})
    return count


def _working(incident: Incident, by: Employee) -> Incident:
    incident = held(incident)
    if not can_enter(by, incident):
        raise NotPermitted
    if incident.status not in WORKING:
        raise NotOpen
    return incident


def unsettled(incident: Incident) -> Iterator[str]:
    """What closing should be told: accounts that are still halted, and those that nobody has checked."""
    lines = incident.frozen.filter(state__in=UNSETTLED).select_related("account__platform")
    by_state: dict[str, list[str]] = {}
    for line in lines.order_by("account__platform__slug", "account__handle"):
        by_state.setdefault(line.state, []).append(line.account.handle)
    for state, handles in by_state.items():
        names = ", ".join(handles[:5]) + (" …" if len(handles) > 5 else "")
        if state == FreezeState.FROZEN:
            yield ngettext(
                "Planned posts of %(count)s account are still halted: %(names)s",
                "Planned posts of %(count)s accounts are still halted: %(names)s",
                len(handles),
            ) % {"count": len(handles), "names": names}
        else:
            yield ngettext(
                "Nobody has looked for planned posts of %(count)s account: %(names)s",
                "Nobody has looked for planned posts of %(count)s accounts: %(names)s",
                len(handles),
            ) % {"count": len(handles), "names": names}
