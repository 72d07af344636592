from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, CharField, Exists, Expression, F, OuterRef, Q, Value, When
from django.db.models.functions import Length, Replace

from accounts.people.choices import Role
from guidelines.policies.choices import ANSWERED, RequestState, StatementKind, Visibility
from portal.audit.append_only import AppendOnlyQuerySet

if TYPE_CHECKING:
    from accounts.people.models import Employee
    from guidelines.policies.models import AcknowledgementRequest, Policy  # noqa: F401  in brackets below

# Who reads every guideline because their work needs it, whatever its audience.
READS_EVERYTHING = frozenset(
    {Role.EDITOR, Role.APPROVER, Role.HR, Role.DPO, Role.LEGAL, Role.WORKS_COUNCIL, Role.AUDITOR}
)


class PolicyQuerySet(models.QuerySet["Policy"]):
    def in_force(self) -> "PolicyQuerySet":
        """Released and not retired."""
        return self.filter(current__isnull=False, retired_at=None)

    def readable_by(self, person: "Employee") -> "PolicyQuerySet":
        """What `person` may see at all: no list, search or count shows anything else."""
        if person.role_slugs & READS_EVERYTHING:
            return self.in_force()
        # Subqueries, because joins would multiply everybody in the audience with everybody asked.
        return self.in_force().filter(
            Q(visibility=Visibility.EVERYONE)
            | Exists(person.audience_memberships.filter(audience=OuterRef("audience")))
            | Exists(person.acknowledgement_requests.filter(policy=OuterRef("pk")))
        )


class VersionQuerySet(AppendOnlyQuerySet):
    def newest_first(self) -> "VersionQuerySet":
        return self.order_by("-major", "-minor")

    def readable_by(self, person: "Employee") -> "VersionQuerySet":
        """Every version of what `person` may read, and for ever the ones they answered."""
        from guidelines.policies.models import Policy

        if person.role_slugs & READS_EVERYTHING:
            return self.all()
        return self.filter(
            Q(policy__in=Policy.objects.readable_by(person).values("pk"))
            | Exists(person.acknowledgements.filter(version=OuterRef("pk")))
        )


def word_count(text: str) -> Expression:
    """How many words the canonical `text` has, a field: its only white space is one space or line end."""
    spaceless = Replace(Replace(text, Value("\n"), Value("")), Value(" "), Value(""))
    return Length(text) - Length(spaceless) + Value(1)


def _still_open(moment: datetime) -> Q:
    return Q(closed_at__isnull=True) | Q(closed_at__gt=moment)


class RequestQuerySet(models.QuerySet["AcknowledgementRequest"]):
    def open(self) -> "RequestQuerySet":
        return self.filter(state=RequestState.OPEN)

    def owed(self) -> "RequestQuerySet":
        """Open and required: consents are offers, never debts (K5)."""
        return self.open().exclude(version__statement_kind=StatementKind.CONSENT)

    def answered(self) -> "RequestQuerySet":
        return self.filter(state__in=ANSWERED)

    def of(self, person: "Employee") -> "RequestQuerySet":
        return self.filter(employee=person)

    def overdue_on(self, day: date) -> "RequestQuerySet":
        """Open requests whose last day was before `day`; a consent has none and is never among them."""
        return self.open().filter(due_on__lt=day, paused_on=None)

    def due_between(self, first: date, last: date) -> "RequestQuerySet":
        return self.open().filter(due_on__gte=first, due_on__lte=last)

    def seen_by_managers(self) -> "RequestQuerySet":
        return self.exclude(version__statement_kind=StatementKind.CONSENT)

    def with_answer(self) -> "RequestQuerySet":
        """With the version asked about and what was answered, in the same query; newest first."""
        return self.select_related("version", "acknowledgement__version").order_by("-pk")

    def as_of(self, moment: datetime) -> "RequestQuerySet":
        """Requests that existed at `moment`, annotated with the `state_then` they were in."""
        return self.filter(asked_at__lte=moment).annotate(
            state_then=Case(
                When(_still_open(moment), then=Value(RequestState.OPEN)),
                When(withdrawn_at__gt=moment, then=Value(RequestState.ACKNOWLEDGED)),
                default=F("state"),
                output_field=CharField(),
            )
        )

    def stood_in(self, state: str, moment: datetime) -> "RequestQuerySet":
        """Those of `as_of` whose `state_then` is `state`, said in columns, whose share the database knows."""
        requests = self.as_of(moment)
        if state == RequestState.OPEN:
            return requests.filter(_still_open(moment))
        withdrawn_later = Q(withdrawn_at__gt=moment)
        as_today = Q(state=state) & (Q(withdrawn_at=None) | Q(withdrawn_at__lte=moment))
        was_it = as_today | withdrawn_later if state == RequestState.ACKNOWLEDGED else as_today
        return requests.filter(was_it, closed_at__lte=moment)

    def with_reading(self) -> "RequestQuerySet":
        """Everything a list of duties shows, in one query."""
        return self.select_related("policy", "version").prefetch_related("version__renditions")
