import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Employee
from guidelines.policies.choices import Answer, Method, PaperState, ReservationOutcome, StatementKind
from guidelines.policies.models.policy import Policy, PolicyVersion
from guidelines.policies.models.rendition import Rendition
from guidelines.policies.models.request import AcknowledgementRequest
from portal.audit.append_only import AppendOnlyModel


class Acknowledgement(AppendOnlyModel):
    """The answer to one request: ids and a keyed commitment, for ever. What people can read of it stands
    in `AcknowledgementRecord`, which the retention job may erase without breaking the proof (K11)."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request = models.OneToOneField(AcknowledgementRequest, models.PROTECT, related_name="acknowledgement")
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="acknowledgements")
    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="acknowledgements")
    rendition = models.ForeignKey(Rendition, models.PROTECT, related_name="acknowledgements")
    rendition_sha256 = models.CharField(max_length=64)
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="acknowledgements")
    actor = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=20, choices=Answer)
    statement_kind = models.CharField(max_length=16, choices=StatementKind)
    method = models.CharField(max_length=16, choices=Method)
    at = models.DateTimeField()
    commitment = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["employee", "at"], name="acknowledgements_of_person"),
            models.Index(fields=["policy", "at", "id"], name="acknowledgements_of_policy"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.employee_id} {self.at:%Y-%m-%d}"


class AcknowledgementRecord(models.Model):
    """What a person can read of an acknowledgement; erasable by the retention job."""

    acknowledgement = models.OneToOneField(Acknowledgement, models.PROTECT, related_name="record")
    statement = models.TextField()
    authenticated = models.CharField(max_length=64)
    subject = models.JSONField()
    actor = models.JSONField()
    # What is committed to, byte for byte.
    canonical = models.TextField()

    def __str__(self) -> str:
        return str(self.acknowledgement_id)


class ConsentWithdrawal(AppendOnlyModel):
    """A consent taken back (K5)."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    acknowledgement = models.OneToOneField(Acknowledgement, models.PROTECT, related_name="withdrawal")
    at = models.DateTimeField()
    commitment = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.acknowledgement_id} {self.at:%Y-%m-%d}"


class ReservationCase(models.Model):
    """HR's handling of "under reservation" (K6)."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    acknowledgement = models.OneToOneField(Acknowledgement, models.PROTECT, related_name="reservation")
    reason = models.TextField(_("reason"))
    outcome = models.CharField(_("outcome"), max_length=16, choices=ReservationOutcome, blank=True)
    note = models.TextField(_("note"), blank=True)
    settled_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome="", settled_at__isnull=True, settled_by__isnull=True)
                | (~Q(outcome="") & Q(settled_at__isnull=False, settled_by__isnull=False)),
                name="reservation_settled_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return str(self.ref)


class PaperConfirmation(models.Model):
    """A confirmation on paper or by proxy: counts once a second person has looked at it (K8)."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request = models.ForeignKey(AcknowledgementRequest, models.PROTECT, related_name="paper")
    rendition = models.ForeignKey(Rendition, models.PROTECT, related_name="+")
    method = models.CharField(
        _("how"), max_length=16, choices=[(m.value, m.label) for m in (Method.PAPER, Method.PROXY)]
    )
    signed_on = models.DateField(_("signed on"))
    note = models.TextField(_("note"))
    scan_name = models.CharField(max_length=200)
    scan_stored_as = models.CharField(max_length=200)
    scan_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=16, choices=PaperState, default=PaperState.WAITING)
    recorded_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    decided_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(state=PaperState.WAITING), name="one_waiting_paper"
            ),
            models.CheckConstraint(
                condition=Q(state=PaperState.WAITING, decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state=PaperState.WAITING) & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="paper_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.ref)
