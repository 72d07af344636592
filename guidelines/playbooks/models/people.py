"""Who stands behind a playbook: role holders, contacts and their numbers change oftener than its text."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import Employee
from guidelines.editions.models import Work
from guidelines.playbooks.choices import NumberKind
from guidelines.playbooks.querysets import RoleHolderQuerySet


class Asked(models.Model):
    """Somebody who is asked by mail, now and then, whether what stands here is still right."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    asked_at = models.DateTimeField(null=True, editable=False)
    # Reminders since `asked_at`.
    reminders = models.PositiveSmallIntegerField(default=0, editable=False)
    # What they answered instead of "still right"; cleared when somebody brings the entry up to date.
    objection = models.TextField(blank=True, max_length=1000, editable=False)

    class Meta:
        abstract = True


class RoleHolder(Asked):
    """Somebody who is asked to take a role of a playbook: the holder (rank 0), then the deputies in order."""

    work = models.ForeignKey(Work, models.PROTECT, related_name="holders")
    role = models.SlugField(max_length=64)
    person = models.ForeignKey(Employee, models.PROTECT, related_name="playbook_roles")
    rank = models.PositiveSmallIntegerField(default=0)
    named_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    named_at = models.DateTimeField()

    objects = RoleHolderQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["role", "rank", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["work", "role", "person"], name="role_holder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.work_id} {self.role} {self.rank}"


class Contact(Asked):
    """Who fills a contact slot of a playbook, and when somebody last made sure that it is still right."""

    work = models.ForeignKey(Work, models.PROTECT, related_name="contacts")
    key = models.SlugField(max_length=64)
    name = models.CharField(pgettext_lazy("contact", "name"), max_length=200)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="de")
    hours = models.CharField(_("when they can be reached"), max_length=200, blank=True)
    note = models.TextField(pgettext_lazy("contact", "note"), blank=True, max_length=1000)
    # Empty when the contact confirmed it themself, by the link of a mail.
    confirmed_by = models.ForeignKey(Employee, models.PROTECT, null=True, editable=False, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["work", "key"], name="one_contact_per_slot"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | Q(confirmed_at__isnull=False),
                name="contact_confirmed_by_somebody_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work_id} {self.key}"

    @property
    def dialled(self) -> str:
        return dialled(self.phone)


class PhoneNumber(models.Model):
    """Where somebody can be reached when it burns: a company phone, or an own number given freely."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Employee, models.PROTECT, related_name="phone_numbers")
    kind = models.CharField(max_length=16, choices=NumberKind)
    number = models.CharField(_("phone number"), max_length=40)
    given_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "number"], name="phone_number_once_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"

    @property
    def dialled(self) -> str:
        return dialled(self.number)


def dialled(number: str) -> str:
    """What a phone dials: digits and a leading plus."""
    digits = "".join(char for char in number if char in "0123456789")
    return f"+{digits}" if number.strip().startswith("+") else digits
