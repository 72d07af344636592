"""What is said in public while it burns: from a template, in wordings that are approved one by one."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from accounts.people.models import Employee
from guidelines.incidents.models import Incident
from guidelines.playbooks.choices import TemplateKind
from guidelines.statements.choices import UNDER_WAY, State, Verdict
from guidelines.statements.querysets import StatementQuerySet
from portal.audit.append_only import AppendOnlyModel


class Statement(models.Model):
    """One thing to say, in one language. `chain` lists the roles whose approval it needs, in order, as the
    level in force asked for when it was handed in."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="statements")
    kind = models.CharField(pgettext_lazy("statement", "kind"), max_length=16, choices=TemplateKind)
    # The template of the pinned playbook it began with; "" for words of one's own.
    template = models.SlugField(max_length=64, blank=True)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    chain = models.JSONField(default=list)
    # None: the portal drafted it when the incident began.
    begun_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="statements_begun")
    begun_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    link = models.CharField(pgettext_lazy("statement", "where it stands"), max_length=1000, blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("statement", "statement")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=State.PUBLISHED, published_at__isnull=False, published_by__isnull=False)
                | (~Q(state=State.PUBLISHED) & Q(published_at__isnull=True, published_by__isnull=True)),
                name="statement_published_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.kind} {self.language}"

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def has_address(self) -> bool:
        """Whether `link` leads somewhere, or is the name of a channel."""
        return self.link.startswith(("https://", "http://"))


class Wording(AppendOnlyModel):
    """What a statement says, in one of its versions. `from_template` says that the words are the approved
    template's own, with nothing but its placeholders filled in."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="wordings")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=5000)
    from_template = models.BooleanField()
    written_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["statement", "number"], name="wording_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} v{self.number}"


class Approval(AppendOnlyModel):
    """What somebody said to one wording, for one role of the chain."""

    wording = models.ForeignKey(Wording, models.PROTECT, related_name="approvals")
    role = models.SlugField(max_length=64)
    verdict = models.CharField(max_length=16, choices=Verdict)
    person = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    note = models.TextField(blank=True, max_length=2000)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["wording", "role"], name="one_approval_per_role")
        ]

    def __str__(self) -> str:
        return f"{self.wording_id} {self.role} {self.verdict}"
