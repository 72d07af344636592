from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import Employee
from guidelines.moderation.choices import Heard, NoticeState, NoticeVerdict
from guidelines.moderation.models.matters import Matter, Outsider
from guidelines.moderation.querysets import NoticeQuerySet


class Notice(Matter):
    """Somebody told us about content on our channel, forum or blog. From that moment we are liable for it:
    it is checked, decided and answered within a deadline."""

    letter = "N"
    state = models.CharField(max_length=8, choices=NoticeState, default=NoticeState.RECEIVED, editable=False)
    heard = models.CharField(pgettext_lazy("notice", "how we were told"), max_length=10, choices=Heard)
    received_at = models.DateTimeField()
    sender = models.OneToOneField(Outsider, models.PROTECT, null=True, related_name="notice")
    what = models.TextField(pgettext_lazy("notice", "what they told us"), max_length=4000, blank=True)
    # Threats, hate, intimate pictures, anything about children: a day, not two.
    is_urgent = models.BooleanField(_("cannot wait"), default=False)
    # The deadline it began with; `due_at` is empty once it is answered.
    answer_by = models.DateTimeField()
    checked_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    findings = models.TextField(pgettext_lazy("notice", "what the check found"), max_length=4000, blank=True)
    verdict = models.CharField(max_length=12, choices=NoticeVerdict, blank=True)
    reason = models.TextField(pgettext_lazy("notice", "reason"), max_length=4000, blank=True)
    decided_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(pgettext_lazy("notice", "answer"), max_length=4000, blank=True)
    answered_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    # 1: it is due soon, 2: it is overdue, 3: overdue for a day and more.
    warnings = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(3)])

    objects = NoticeQuerySet.as_manager()

    class Meta(Matter.Meta):
        verbose_name = pgettext_lazy("moderation", "notice")
        verbose_name_plural = pgettext_lazy("moderation", "notices")
        constraints: ClassVar = [
            *Matter.Meta.constraints,
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{act}_at__isnull": True, f"{act}_by__isnull": True})
                    | Q(**{f"{act}_at__isnull": False, f"{act}_by__isnull": False}),
                    name=f"notice_{act}_by_somebody",
                )
                for act in ("checked", "decided", "answered")
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | ~Q(verdict=""), name="decided_notice_has_a_verdict"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "-opened_at"], name="moderation_notices_by_state")]
