import uuid
from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.calendar import local_day
from accounts.people.choices import Role
from accounts.people.models import Employee, Entity, Location
from accounts.people.models.employee import Held
from accounts.scim.choices import Outcome
from accounts.scim.querysets import EntryQuerySet, GroupQuerySet, LeavingQuerySet, TokenQuerySet


class ScimToken(models.Model):
    """What a directory shows to be let in. It acts in the trail under its own name, with HR's reach.

    Only a hash of it is stored. It sees and changes the people of its entity, no others.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=100)
    token_hash = models.CharField(max_length=64, unique=True)
    entity = models.ForeignKey(Entity, models.PROTECT, verbose_name=_("entity"), related_name="+")
    location = models.ForeignKey(Location, models.PROTECT, verbose_name=_("location"), related_name="+")
    made_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(revoked_by__isnull=True, revoked_at__isnull=True)
                | Q(revoked_by__isnull=False, revoked_at__isnull=False),
                name="scim_revocation_is_whole",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def last_day(self) -> date:
        """The last day on which the token is good."""
        return local_day(self.expires_at - timedelta(seconds=1), self.location)

    @property
    def held(self) -> tuple[Held, ...]:
        """What operations ask of whoever acts: this one keeps the records of its entity's people."""
        return (Held(Role.HR.value, self.entity_id, None),)

    @property
    def role_slugs(self) -> frozenset[str]:
        return frozenset({Role.HR.value})


class DirectoryEntry(models.Model):
    """What a directory calls a person, in its own words.

    The person's record is in `Employee`; these words are kept so that the directory reads back what it wrote
    and so that a change of theirs can be told from a change made here.
    """

    TEXTS: ClassVar = {
        "user_name": 254,
        "external_id": 254,
        "formatted_name": 300,
        "given_name": 300,
        "family_name": 300,
        "display_name": 300,
        "preferred_language": 64,
        "locale": 64,
        "time_zone": 64,
        "department": 200,
    }

    employee = models.OneToOneField(
        Employee, models.CASCADE, primary_key=True, related_name="directory_entry"
    )
    user_name = models.CharField(max_length=254)
    # As it is compared; empty once the directory has deleted the person and may give the name to another.
    user_name_key = models.CharField(max_length=600, unique=True, null=True)
    external_id = models.CharField(max_length=254, blank=True, db_index=True)
    formatted_name = models.CharField(max_length=300, blank=True)
    given_name = models.CharField(max_length=300, blank=True)
    family_name = models.CharField(max_length=300, blank=True)
    display_name = models.CharField(max_length=300, blank=True)
    preferred_language = models.CharField(max_length=64, blank=True)
    locale = models.CharField(max_length=64, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    department = models.CharField(max_length=200, blank=True)
    email_is_primary = models.BooleanField(null=True)
    says_active = models.BooleanField(default=True)
    changed_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True, user_name_key__isnull=False)
                | Q(deleted_at__isnull=False, user_name_key__isnull=True),
                name="deleted_entries_free_their_name",
            )
        ]

    def __str__(self) -> str:
        return self.user_name


class DirectoryGroup(models.Model):
    """A group as a directory keeps it: audiences and role rules refer to it by its name."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    external_id = models.CharField(max_length=254, blank=True, db_index=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = GroupQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["name"], name="directory_groups_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def trait(self) -> str:
        """By which audiences know the group."""
        return f"group-{self.ref.hex}"


class DirectoryMembership(models.Model):
    """Somebody belongs to a group of the directory."""

    group = models.ForeignKey(DirectoryGroup, models.CASCADE, related_name="memberships")
    employee = models.ForeignKey(Employee, models.CASCADE, related_name="directory_memberships")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "employee"], name="one_membership_per_group")
        ]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.employee_id}"


class DirectoryLeaving(models.Model):
    """A directory said that somebody is gone. While it waits, sign-in has ended and nothing else."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.ForeignKey(Employee, models.CASCADE, related_name="directory_leavings")
    token = models.ForeignKey(ScimToken, models.PROTECT, related_name="+")
    told_at = models.DateTimeField(default=timezone.now, db_index=True)
    outcome = models.CharField(max_length=16, choices=Outcome, default=Outcome.WAITING)
    decided_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    objects = LeavingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["employee"], condition=Q(outcome="waiting"), name="one_waiting_leaving"
            ),
            models.CheckConstraint(
                condition=Q(outcome="waiting", settled_at__isnull=True)
                | (~Q(outcome="waiting") & Q(settled_at__isnull=False)),
                name="settled_leavings_have_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.outcome}"
