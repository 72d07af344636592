from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.vault.choices import (
    IN_FORCE,
    UNFINISHED,
    GlassState,
    RevealState,
    RotationState,
    VersionState,
)

if TYPE_CHECKING:
    from accounts.people.models import Employee
    from accounts.register.models import CorporateAccount


# How long a wish, and then the agreement with it, is good for.
GOOD_FOR = timedelta(hours=1)


class CredentialQuerySet(models.QuerySet):
    def kept(self) -> "CredentialQuerySet":
        return self.filter(retired_at=None)

    def of_account(self, account: "CorporateAccount") -> "CredentialQuerySet":
        return self.kept().filter(account=account).order_by("kind", "label", "pk")

    def with_newest(self) -> "CredentialQuerySet":
        """Annotates since when what is in force holds, in which state, how many know it, and codes left."""
        from accounts.vault.models import CredentialVersion, RecoveryCode, Reveal

        newest = CredentialVersion.objects.filter(credential=OuterRef("pk"), state__in=IN_FORCE)
        knowers = Reveal.objects.shown().filter(
            version__credential=OuterRef("pk"), version__state__in=IN_FORCE
        )
        codes = RecoveryCode.objects.filter(
            version__credential=OuterRef("pk"), version__state__in=IN_FORCE, burnt_at=None
        )
        return self.select_related("account", "holder", "held_by", "custodian").annotate(
            live_at=Subquery(newest.values("live_at")[:1]),
            live_state=Subquery(newest.values("state")[:1]),
            knowers=_counted(knowers, "version__credential", "person"),
            codes_left=_counted(codes, "version__credential", "pk"),
        )


def _counted(rows: models.QuerySet, by: str, what: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count(what, distinct=True)).values("n")
    return Coalesce(Subquery(counted), 0)


class CredentialVersionQuerySet(models.QuerySet):
    """`sealed` is deferred wherever many are read: no list carries secrets, not even sealed ones (V3)."""

    def in_force(self) -> "CredentialVersionQuerySet":
        return self.filter(state__in=IN_FORCE)

    def known_to(self, person: "Employee") -> "CredentialVersionQuerySet":
        """Versions that `person` made, saw, or got codes for."""
        seen = Q(reveals__person=person, reveals__state=RevealState.SHOWN)
        return self.filter(Q(made_by=person) | seen).distinct()

    def exposed_by(self, person: "Employee") -> "CredentialVersionQuerySet":
        """What somebody takes along when they leave: what they know and what is in force still."""
        return self.known_to(person).in_force().filter(credential__retired_at=None)

    def to_shred(self) -> "CredentialVersionQuerySet":
        return self.filter(state=VersionState.RETIRED)

    def without_secret(self) -> "CredentialVersionQuerySet":
        return self.defer("sealed")


class CodeQuerySet(models.QuerySet):
    def left(self) -> "CodeQuerySet":
        return self.filter(burnt_at=None).order_by("position")


class RevealQuerySet(models.QuerySet):
    def shown(self) -> "RevealQuerySet":
        return self.filter(state=RevealState.SHOWN)

    def waiting(self) -> "RevealQuerySet":
        return self.filter(state=RevealState.REQUESTED)

    def by_since(self, person: "Employee", moment: datetime) -> "RevealQuerySet":
        """What counts against the limit: every wish of `person` since then, shown or not."""
        return self.filter(person=person, requested_at__gte=moment)

    def lapsed_by(self, moment: datetime) -> "RevealQuerySet":
        """Tickets whose seconds are over, and wishes nobody agreed with for an hour."""
        old = moment - GOOD_FOR
        waiting = Q(state=RevealState.REQUESTED, requested_at__lte=old)
        unused = Q(state=RevealState.AGREED) & (
            Q(agreed_at__lte=old) | Q(agreed_at=None, requested_at__lte=old)
        )
        return self.filter(Q(state=RevealState.TICKET, ticket_until__lte=moment) | waiting | unused)


class GlassQuerySet(models.QuerySet):
    def to_review(self) -> "GlassQuerySet":
        return self.filter(state=GlassState.UNDER_REVIEW)

    def overdue_on(self, day: date) -> "GlassQuerySet":
        return self.to_review().filter(review_by__lt=day)


class RotationQuerySet(models.QuerySet):
    def unfinished(self) -> "RotationQuerySet":
        return self.filter(state__in=UNFINISHED)

    def waiver_over_on(self, day: date) -> "RotationQuerySet":
        return self.filter(state=RotationState.WAIVED, waived_until__lt=day, waiver_ended_at=None)

    def with_parts(self) -> "RotationQuerySet":
        return self.select_related(
            "account__platform",
            "account__owner",
            "account__deputy",
            "taken_by",
            "changed_by",
            "verified_by",
            "waiver_by",
        )
