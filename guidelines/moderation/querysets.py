from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.people.permissions import has_role
from guidelines.moderation.choices import UNDECIDED, CaseState, NoticeState, ReviewState

if TYPE_CHECKING:
    from typing import Self

    from accounts.people.models import Employee


class MatterQuerySet(models.QuerySet[Any]):
    """What cases, notices and reviews share."""

    def held(self) -> "Self":
        """Locked until the transaction ends."""
        return self.select_for_update(of=("self",), no_key=True)

    def visible_to(self, person: "Employee") -> "Self":
        """Everything for whom the register is; else what `person` entered, looks after, or what is about a
        channel that they answer for or work on."""
        from guidelines.moderation.permissions import OVERSEERS

        if has_role(person, *OVERSEERS):
            return self
        return self.filter(Q(opened_by=person) | Q(looked_after_by=person) | _on_their_channel(person))

    def settled(self) -> "Self":
        """About which nothing is left to do. Each kind says what that means."""
        raise NotImplementedError

    def waiting(self) -> "Self":
        """What somebody has to do something about, the most urgent first."""
        return self.filter(due_at__isnull=False).order_by("due_at", "pk")

    def past_their_day(self, day: date) -> "Self":
        """Whose deletion date has come."""
        return self.filter(erased_at=None, delete_on__lte=day)

    def with_parts(self) -> "Self":
        return self.select_related(
            "account__platform",
            "account__owner",
            "account__deputy",
            "looked_after_by",
            "day_set_by",
            "opened_by__location",
            "incident",
        )


def _on_their_channel(person: "Employee") -> Q:
    from accounts.access.models import AccessGrant

    works = AccessGrant.objects.running().of(person).filter(account=OuterRef("account"))
    return Q(account__owner=person) | Q(account__deputy=person) | Q(Exists(works))


class CaseQuerySet(MatterQuerySet):
    def undecided(self) -> "CaseQuerySet":
        return self.filter(state__in=UNDECIDED)

    def settled(self) -> "CaseQuerySet":
        """Decided, no appeal waiting, and no ban that still runs."""
        from guidelines.moderation.models import Ban

        running = Ban.objects.running().filter(decision__case=OuterRef("pk"))
        return self.filter(state=CaseState.DECIDED).exclude(Exists(running))

    def by_author(self, pseudonym: str) -> "CaseQuerySet":
        return self.filter(author__pseudonym=pseudonym)


class NoticeQuerySet(MatterQuerySet):
    def settled(self) -> "NoticeQuerySet":
        return self.filter(state=NoticeState.ANSWERED)

    def overdue_by(self, moment: datetime) -> "NoticeQuerySet":
        return self.filter(due_at__lt=moment)


class ReviewCaseQuerySet(MatterQuerySet):
    def settled(self) -> "ReviewCaseQuerySet":
        return self.filter(state=ReviewState.CLOSED)

    def operator_silent_by(self, moment: datetime) -> "ReviewCaseQuerySet":
        """Whose operator has let the deadline pass, and nobody has been told."""
        return self.filter(state=ReviewState.SENT, due_at__lt=moment, warned_at=None)


class BanQuerySet(models.QuerySet[Any]):
    def running(self) -> "BanQuerySet":
        """Not attested as lifted, whether or not its time is over."""
        return self.filter(lifted_at=None)

    def ending_by(self, moment: datetime) -> "BanQuerySet":
        """Running bans that end, or are to be looked at, by `moment`, of which nobody was reminded yet."""
        return self.running().filter(due_at__lte=moment, reminded_at=None)

    def with_parts(self) -> "BanQuerySet":
        return self.select_related(
            "decision__case__account__platform",
            "decision__case__account__owner",
            "decision__case__account__deputy",
            "decision__case__looked_after_by",
            "decision__decided_by",
        )


class AppealQuerySet(models.QuerySet[Any]):
    def waiting(self) -> "AppealQuerySet":
        return self.filter(decided_at=None)

    def with_parts(self) -> "AppealQuerySet":
        return self.select_related("decision__case__account__platform", "decision__decided_by")
