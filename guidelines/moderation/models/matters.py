import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import Employee
from accounts.register.models import CorporateAccount
from guidelines.incidents.models import Incident


class Outsider(models.Model):
    """Somebody outside the company, as far as we must know them: a keyed pseudonym by which a second breach
    is recognised, and the clear name, sealed. The row is deleted when its matter's day has come."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # HMAC of channel and name under a key outside the database; empty where nobody has to be recognised.
    pseudonym = models.CharField(max_length=64, blank=True, db_index=True)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return self.short

    @property
    def short(self) -> str:
        """Enough of the pseudonym to tell two authors apart on a page."""
        return self.pseudonym[:6].upper()


class Matter(models.Model):
    """Something on the register of moderation. Its rows are changed under a lock on them.

    `due_at` is when the next thing has to be done, empty when nothing is. On `delete_on` a job takes away
    what says who somebody is and what they wrote; `erased_at` says that it did.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(
        CorporateAccount,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("corporate account"),
        related_name="+",
    )
    channel = models.CharField(pgettext_lazy("moderation", "other channel"), max_length=200, blank=True)
    link = models.CharField(pgettext_lazy("moderation", "link"), max_length=1000, blank=True)
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, blank=True, related_name="+")
    looked_after_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    opened_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, db_index=True)
    delete_on = models.DateField(_("deleted on"), db_index=True)
    erased_at = models.DateTimeField(null=True)
    # Who set that day by hand, and why; otherwise it counts from the last act.
    day_set_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    day_set_at = models.DateTimeField(null=True)
    day_why = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(account__isnull=False) | ~Q(channel=""), name="%(class)s_is_about_a_channel"
            ),
            models.CheckConstraint(
                condition=Q(day_set_at__isnull=True, day_set_by__isnull=True)
                | Q(day_set_at__isnull=False, day_set_by__isnull=False),
                name="%(class)s_day_set_by_somebody",
            ),
        ]

    letter: ClassVar[str] = ""

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The number people call it by."""
        return f"{self.letter}-{self.opened_at:%Y}-{self.pk:04d}"

    @property
    def where(self) -> str:
        """The channel as people know it."""
        if self.account is None:
            return self.channel
        return f"{self.account.handle} ({self.account.platform.name})"
