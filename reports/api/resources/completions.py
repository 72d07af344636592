"""Who has done which required course. No score, no answer, no attempt (T6), and no reason of an exemption.

What somebody learned of their own accord is theirs: it leaves the portal by nobody's token.
"""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from reports.api.choices import Scope
from reports.api.resources.fields import DAY, FIRST, MOMENT, TEXT, Field, day, maybe, moment, one_of, part
from reports.api.resources.pages import Resource
from training.assignments.choices import Basis
from training.assignments.models import Completion, CompletionRevocation

RELATED = ("employee", "record", "assignment", "course", "version", "certificate")
READ = (
    "ref basis at valid_from valid_until employee__ref record__subject assignment__due_on course__slug "
    "version__major version__minor certificate__serial"
).split()


def _version(row: Completion) -> str | None:
    return row.version.number if row.version else None


def _ended_on(row: Completion) -> str | None:
    return day(min((revocation.ends_on for revocation in row.revocations.all()), default=None))


def _due_on(row: Completion) -> str | None:
    return day(row.assignment.due_on) if row.assignment else None


def _serial(row: Completion) -> str | None:
    return row.certificate.serial if hasattr(row, "certificate") else None


COURSE = (
    Field("slug", TEXT, "Name in addresses; it never changes.", lambda row: row.course.slug),
    Field(
        "version",
        maybe(TEXT),
        "Released version, major.minor; null for what an earlier system knew without one.",
        _version,
    ),
)
FIELDS = (
    *FIRST,
    part("course", COURSE, "What was learned."),
    Field("basis", one_of(Basis.values), "On what the completion rests.", lambda row: row.basis),
    Field("at", MOMENT, "When it was recorded.", lambda row: moment(row.at)),
    Field("valid_from", DAY, "First local day on which it counts.", lambda row: day(row.valid_from)),
    Field(
        "valid_until",
        maybe(DAY),
        "Last local day on which it counts; null when it does not expire.",
        lambda row: day(row.valid_until),
    ),
    Field(
        "ended_on",
        maybe(DAY),
        "From this day on it counts no more, whatever valid_until says: revoked, or the course changed.",
        _ended_on,
    ),
    Field(
        "due_on",
        maybe(DAY),
        "Last local day on which it was in time; null for what was done before it was assigned.",
        _due_on,
    ),
    Field("evidence_serial", maybe(TEXT), "Number of the certificate; null until it is issued.", _serial),
)


class Completions(Resource):
    """Required courses that were done."""

    scope = Scope.COMPLETIONS
    summary = "Who has done which required course"
    about = (
        "One row per completion, renewals included. Scores, answers and attempts, and courses done of one's "
        "own accord, are never handed out. "
        "`since` also brings completions that were revoked since."
    )
    fields = FIELDS

    def stored(self) -> QuerySet[Any]:
        return Completion.objects.filter(requirement__isnull=False)

    def with_facts(self, found: QuerySet[Any]) -> QuerySet[Any]:
        return found.select_related(*RELATED).only(*READ).prefetch_related("revocations")

    def changed_later(self, since: datetime) -> Q:
        revoked = CompletionRevocation.objects.filter(revoked_at__gte=since)
        return Q(pk__in=revoked.values("completion"))
