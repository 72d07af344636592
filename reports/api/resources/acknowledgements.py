"""Who confirmed which guideline. Reasons of reservations and the "no" to a consent are not in here (K5)."""

from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from guidelines.policies.choices import Answer, Method, StatementKind
from guidelines.policies.models import Acknowledgement, ConsentWithdrawal
from reports.api.choices import Scope
from reports.api.resources.fields import DAY, FIRST, MOMENT, TEXT, Field, day, maybe, moment, one_of, part
from reports.api.resources.pages import Resource
from reports.evidence.models import EvidenceDocument

RELATED = ("employee", "record", "request", "policy", "version", "rendition", "withdrawal")
# Named one by one: the text of a guideline is long, and nobody asks for it here.
READ = (
    "ref answer statement_kind method at employee__ref record__subject request__due_on policy__slug "
    "version__major version__minor rendition__language withdrawal__at"
).split()


def _withdrawn_at(row: Acknowledgement) -> str | None:
    return moment(row.withdrawal.at) if hasattr(row, "withdrawal") else None


def _serial(row: Acknowledgement) -> str | None:
    return next((document.serial for document in row.evidence.all()), None)


GUIDELINE = (
    Field("slug", TEXT, "Name in addresses; it never changes.", lambda row: row.policy.slug),
    Field("version", TEXT, "Released version, major.minor.", lambda row: row.version.number),
    Field("language", TEXT, "Language that was read, de or en.", lambda row: row.rendition.language),
)
FIELDS = (
    *FIRST,
    part("guideline", GUIDELINE, "What was confirmed."),
    Field(
        "statement_kind",
        one_of(StatementKind.values),
        "What kind of statement it is.",
        lambda row: row.statement_kind,
    ),
    Field(
        "answer",
        one_of(Answer.values),
        "Under reservation counts neither as confirmed nor as refused; its reason is never handed out.",
        lambda row: row.answer,
    ),
    Field("method", one_of(Method.values), "How it reached the portal.", lambda row: row.method),
    Field("at", MOMENT, "When it was recorded.", lambda row: moment(row.at)),
    Field(
        "due_on",
        maybe(DAY),
        "Last local day on which it was in time; null for consents, which have none.",
        lambda row: day(row.request.due_on),
    ),
    Field(
        "withdrawn_at",
        maybe(MOMENT),
        "When a consent was taken back; from then on nobody may rely on it.",
        _withdrawn_at,
    ),
    Field("evidence_serial", maybe(TEXT), "Number of the certificate; null until it is issued.", _serial),
)


class Acknowledgements(Resource):
    """Answers to requests."""

    scope = Scope.ACKNOWLEDGEMENTS
    summary = "Who confirmed which guideline"
    about = (
        "One row per answer: confirmed, or under reservation. Requests that are still open and consents that "
        "were not given are not in here. `since` also brings consents that were taken back since."
    )
    fields = FIELDS

    def stored(self) -> QuerySet[Any]:
        return Acknowledgement.objects.all()

    def with_facts(self, found: QuerySet[Any]) -> QuerySet[Any]:
        serials = EvidenceDocument.objects.primary().only("serial", "acknowledgement")
        return found.select_related(*RELATED).only(*READ).prefetch_related(Prefetch("evidence", serials))

    def changed_later(self, since: datetime) -> Q:
        withdrawn = ConsentWithdrawal.objects.filter(at__gte=since)
        return Q(pk__in=withdrawn.values("acknowledgement"))
