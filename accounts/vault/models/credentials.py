import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Employee
from accounts.register.models import CorporateAccount
from accounts.vault.choices import IN_FORCE, CredentialKind, TotpAlgorithm, VersionState
from accounts.vault.querysets import CodeQuerySet, CredentialQuerySet, CredentialVersionQuerySet


class Credential(models.Model):
    """One secret of an account, over all its versions, or the custody of a security key."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(CorporateAccount, models.PROTECT, related_name="credentials")
    kind = models.CharField(_("kind"), max_length=16, choices=CredentialKind)
    label = models.CharField(_("name"), max_length=120)
    login = models.CharField(
        _("login name"), max_length=254, blank=True, help_text=_("The company’s, never a private one.")
    )
    four_eyes = models.BooleanField(_("a second person agrees each time"), default=False)
    is_exclusive = models.BooleanField(
        _("only one person at a time"),
        default=False,
        help_text=_("Whoever opens it holds it until given back."),
    )
    holder = models.ForeignKey(
        Employee,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("only this person"),
        related_name="+",
    )
    held_by = models.ForeignKey(
        Employee, models.SET_NULL, null=True, editable=False, related_name="held_credentials"
    )
    held_until = models.DateTimeField(null=True, editable=False)
    # Of a security key: who keeps it, and where.
    custodian = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, verbose_name=_("who keeps it"), related_name="+"
    )
    place = models.CharField(_("where it lies"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, editable=False)

    objects = CredentialQuerySet.as_manager()

    class Meta:
        verbose_name = _("credential")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind=CredentialKind.HARDWARE_KEY)
                | models.Q(custodian__isnull=True, place=""),
                name="only_keys_are_kept_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.account.handle})"

    @property
    def in_force(self) -> "CredentialVersion | None":
        return self.versions.filter(state__in=IN_FORCE).first()


class CredentialVersion(models.Model):
    """One value of a secret, sealed. It opens only as this version of this credential (V5)."""

    credential = models.ForeignKey(Credential, models.PROTECT, related_name="versions")
    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=VersionState, default=VersionState.STAGED)
    sealed = models.BinaryField(default=bytes)
    # Which key of the ring it needs, "id:print", so that a change of keys finds it without reading it, and
    # another key of the same id is known for what it is.
    key_id = models.CharField(max_length=16, blank=True, db_index=True)
    algorithm = models.CharField(max_length=8, choices=TotpAlgorithm, blank=True)
    digits = models.PositiveSmallIntegerField(null=True)
    period = models.PositiveSmallIntegerField(null=True)
    made_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    live_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    objects = CredentialVersionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["credential", "number"], name="versions_are_numbered"),
            models.UniqueConstraint(
                fields=["credential"], condition=models.Q(state__in=IN_FORCE), name="one_version_in_force"
            ),
            models.UniqueConstraint(
                fields=["credential"],
                condition=models.Q(state=VersionState.STAGED),
                name="one_version_prepared",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.credential_id} v{self.number} {self.state}"


class RecoveryCode(models.Model):
    """One recovery code: shown once, then burnt."""

    version = models.ForeignKey(CredentialVersion, models.PROTECT, related_name="codes")
    position = models.PositiveSmallIntegerField()
    sealed = models.BinaryField(default=bytes)
    key_id = models.CharField(max_length=16, blank=True, db_index=True)
    burnt_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    burnt_at = models.DateTimeField(null=True)

    objects = CodeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "position"], name="codes_have_places"),
            models.CheckConstraint(
                condition=models.Q(burnt_by__isnull=True, burnt_at__isnull=True)
                | models.Q(burnt_by__isnull=False, burnt_at__isnull=False),
                name="codes_are_burnt_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} #{self.position}"
