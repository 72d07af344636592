"""How the register fares as a whole: counts by finding, and bars drawn in proportion to the longest."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from accounts.register.choices import AccountStatus, FindingKind, Severity
from accounts.register.models import CorporateAccount, Finding

WIDTH = 1000
# What exists is never too short to be seen.
SHORTEST = 12


@dataclass(frozen=True)
class Line:
    """One kind of finding: how many stand, how many of them are overdue, and the length of its bar."""

    kind: FindingKind
    severity: str
    count: int
    overdue: int
    width: int


@dataclass(frozen=True)
class Health:
    live: int
    in_use: int
    sound: int
    urgent: int
    overdue: int
    unowned: int
    lines: list[Line]


def health(day: date) -> Health:
    """Count what stands on `day`."""
    in_use = CorporateAccount.objects.in_use()
    standing = Finding.objects.standing()
    totals = standing.aggregate(
        urgent=Count("pk", filter=Q(severity=Severity.URGENT)),
        overdue=Count("pk", filter=Q(due_on__lt=day)),
        unowned=Count("pk", filter=Q(owner=None)),
    )
    return Health(
        live=in_use.filter(status=AccountStatus.LIVE).count(),
        in_use=in_use.count(),
        sound=in_use.exclude(pk__in=standing.exclude(account=None).values("account")).count(),
        lines=_lines(day),
        **totals,
    )


def _lines(day: date) -> list[Line]:
    rows = (
        Finding.objects.standing()
        .values("kind", "severity")
        .annotate(count=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=day)))
    )
    longest = max((row["count"] for row in rows), default=1)
    places = {severity: place for place, severity in enumerate(Severity.values)}
    lines = [
        Line(
            FindingKind(row["kind"]),
            row["severity"],
            row["count"],
            row["overdue"],
            max(SHORTEST, WIDTH * row["count"] // longest),
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: (places[line.severity], -line.count, line.kind))
