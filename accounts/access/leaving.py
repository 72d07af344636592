"""What a departure means: every room says what ends with a person and what is to be done, and then does it.

The forecast and the run ask the same parts, so that the dry run promises what the run keeps. Afterwards each
part says how far its consequences are.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access.choices import PLATFORM_SIDE, LeaverKind, TaskState
from accounts.access.models import AccessGrant, AccessRequest, LeaverRun, PlatformTask, PrivateAccountConsent
from accounts.access.permissions import can_do_tasks
from accounts.people.models import Employee
from accounts.register.choices import FindingKind
from accounts.register.models import CorporateAccount, Finding, ToolConnection

# What the register finds as long as nobody has taken over.
FINDING_OF = {
    LeaverKind.HAND_OVER: FindingKind.OWNER_LEFT,
    LeaverKind.CONNECTION: FindingKind.DEAD_CONNECTION,
    LeaverKind.CUSTODY: FindingKind.CUSTODIAN_LEFT,
}


@dataclass(frozen=True)
class Line:
    """One consequence. `account` is the account's public id, `what` a short fact for people."""

    kind: LeaverKind
    account: str
    what: str

    def as_json(self) -> dict[str, str]:
        return {name: str(value) for name, value in asdict(self).items()}


@dataclass(frozen=True)
class Progress:
    """How far one consequence is: who does or did it, by when, and where, for readers who may go there."""

    label: str
    is_done: bool
    who: str
    due_on: date | None = None
    url: str = ""


Forecast = Callable[[Employee], Iterable[Line]]
CarryOut = Callable[[Employee], None]
# Of a run, as one reader may see it. What has no entry was over when the run was done.
Follow = Callable[[LeaverRun, Sequence[Line], Employee], Mapping[Line, Progress]]


@dataclass(frozen=True)
class _Part:
    forecast: Forecast
    carry_out: CarryOut | None
    follow: Follow | None


_parts: list[_Part] = []


def leaver_part(
    forecast: Forecast, carry_out: CarryOut | None = None, *, follow: Follow | None = None
) -> None:
    """Have a room say what a departure means to it, do it in the transaction of the run, and follow it up."""
    _parts.append(_Part(forecast, carry_out, follow))


def forecast(person: Employee) -> list[Line]:
    """The dry run: everything that would happen now, nothing of it done."""
    return [line for part in _parts for line in part.forecast(person)]


def carry_out_parts(person: Employee) -> None:
    for part in _parts:
        if part.carry_out is not None:
            part.carry_out(person)


def progress_of(run: LeaverRun, reader: Employee) -> dict[Line, Progress]:
    """How far everything is that a departure left to do."""
    lines, found = lines_of(run), {}
    for part in _parts:
        if part.follow is not None:
            found.update(part.follow(run, lines, reader))
    return found


def lines_of(run: LeaverRun) -> list[Line]:
    return [Line(LeaverKind(line["kind"]), line["account"], line["what"]) for line in run.lines]


def access_that_ends(person: Employee) -> Iterable[Line]:
    for request in AccessRequest.objects.undecided().of(person).select_related("account__platform"):
        yield _line(LeaverKind.REQUEST, request.account)
    for consent in PrivateAccountConsent.objects.filter(person=person, ended_at=None):
        yield _line(LeaverKind.CONSENT, consent.route.account)
    for grant in AccessGrant.objects.running().of(person).with_parts().order_by("pk"):
        yield _line(LeaverKind.GRANT, grant.account, str(grant.route.kind))
        if grant.route.kind in PLATFORM_SIDE:
            yield _line(LeaverKind.REMOVAL, grant.account, str(grant.route.kind))


def removals_of(run: LeaverRun, lines: Sequence[Line], reader: Employee) -> dict[Line, Progress]:
    tasks = PlatformTask.objects.with_parts().select_related("done_by")
    found = {}
    for task in tasks.filter(grant__person=run.person, opened_at__gte=run.started_at).order_by("pk"):
        line = Line(LeaverKind.REMOVAL, str(task.grant.account.ref), str(task.grant.route.kind))
        is_open = task.state == TaskState.OPEN
        found[line] = Progress(
            label=task.get_state_display(),
            is_done=not is_open,
            who=task.done_by.name if task.done_by else _("account admins"),
            due_on=task.due_on if is_open else None,
            url=reverse("access:task-finish", args=[task.ref]) if is_open and can_do_tasks(reader) else "",
        )
    return found


def what_stands_on(person: Employee) -> Iterable[Line]:
    """Of the register: tools that die with the login, and accounts that need somebody else (R3)."""
    for connection in ToolConnection.objects.dying_with(person).select_related("account__platform"):
        yield _line(LeaverKind.CONNECTION, connection.account, connection.tool)
    in_use = CorporateAccount.objects.open_to_staff().select_related("platform").order_by("pk")
    for account in in_use.answered_for_by(person):
        yield _line(LeaverKind.HAND_OVER, account)
    for account in in_use.filter(custodian=person):
        yield _line(LeaverKind.CUSTODY, account)


def _line(kind: LeaverKind, account: CorporateAccount, what: str = "") -> Line:
    return Line(kind, str(account.ref), what or account.handle)


def hand_overs_of(run: LeaverRun, lines: Sequence[Line], reader: Employee) -> dict[Line, Progress]:
    """What still stands on whoever left is open, until the register names somebody else."""
    mine = [line for line in lines if line.kind in FINDING_OF]
    standing = set(what_stands_on(run.person))
    findings = Finding.objects.standing().filter(account__ref__in=[line.account for line in mine])
    due = {(str(ref), kind): day for ref, kind, day in findings.values_list("account__ref", "kind", "due_on")}
    return {
        line: Progress(
            label=str((TaskState.OPEN if line in standing else TaskState.DONE).label),
            is_done=line not in standing,
            who=_("account admins"),
            due_on=due.get((line.account, FINDING_OF[line.kind])) if line in standing else None,
        )
        for line in mine
    }
