import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.access.choices import UNDECIDED, RequestState
from accounts.access.models.policies import AccessPolicy
from accounts.access.querysets import AccessRequestQuerySet
from accounts.people.models import Employee
from accounts.register.models import AccessRoute, CorporateAccount
from portal.audit.append_only import AppendOnlyModel


class AccessRequest(models.Model):
    """Somebody wants to work on an account, or an account admin wants them to."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(CorporateAccount, models.PROTECT, related_name="access_requests")
    route = models.ForeignKey(AccessRoute, models.PROTECT, related_name="requests")
    person = models.ForeignKey(Employee, models.PROTECT, related_name="access_requests")
    requested_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    reason = models.TextField(_("what it is needed for"), max_length=2000, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    policy = models.ForeignKey(AccessPolicy, models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=RequestState, default=RequestState.SUBMITTED)
    # An extension is a request of its own that points at what it prolongs.
    extends = models.ForeignKey("access.AccessGrant", models.PROTECT, null=True, related_name="extensions")
    submitted_at = models.DateTimeField()
    answer_by = models.DateField()
    closed_at = models.DateTimeField(null=True)

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("access request")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "route"],
                condition=models.Q(state__in=UNDECIDED),
                name="one_waiting_request_per_route",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="access_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=UNDECIDED, closed_at__isnull=True)
                | (~models.Q(state__in=UNDECIDED) & models.Q(closed_at__isnull=False)),
                name="decided_requests_are_closed",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "answer_by"], name="access_requests_waiting")]

    def __str__(self) -> str:
        return f"{self.person} → {self.account}"

    @property
    def is_undecided(self) -> bool:
        return self.state in UNDECIDED

    @property
    def is_on_behalf(self) -> bool:
        return self.requested_by_id != self.person_id


class RequestDecision(AppendOnlyModel):
    """One approver's answer, given for themself or in place of somebody who is away."""

    request = models.ForeignKey(AccessRequest, models.PROTECT, related_name="decisions")
    approves = models.BooleanField()
    note = models.TextField(max_length=2000, blank=True)
    decided_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    in_place_of = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "decided_by"], name="everybody_decides_once")
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.decided_by_id}: {self.approves}"


class RequestNote(AppendOnlyModel):
    """A question of an approver, or the answer to it."""

    request = models.ForeignKey(AccessRequest, models.PROTECT, related_name="notes")
    text = models.TextField(max_length=2000)
    written_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.request_id} {self.written_by_id}"
