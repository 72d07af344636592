import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Employee, Entity
from accounts.register.choices import (
    IN_USE,
    AccountStatus,
    Criticality,
    Presence,
    PublishesThrough,
    RecoveryMail,
    RouteKind,
    SecondFactor,
    StandsOn,
    Terms,
)
from accounts.register.models.platforms import Platform, in_reading_language
from accounts.register.querysets import AccountQuerySet, ConnectionQuerySet, RouteQuerySet
from accounts.register.visibility import usually_seen

PRIVATE_FREE = frozenset({RouteKind.MANAGED, RouteKind.DELEGATED, RouteKind.TOKEN, RouteKind.SHARED})


class CorporateAccount(models.Model):
    """An account of the company on a platform: who answers for it, and how it could be recovered."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    platform = models.ForeignKey(
        Platform, models.PROTECT, verbose_name=_("platform"), related_name="accounts"
    )
    handle = models.CharField(_("handle"), max_length=200)
    address = models.URLField(_("address"), max_length=500, blank=True)
    purpose = models.CharField(_("purpose"), max_length=500)
    entity = models.ForeignKey(Entity, models.PROTECT, verbose_name=_("employer"), related_name="accounts")
    brand = models.CharField(_("brand or region"), max_length=120, blank=True)
    owner = models.ForeignKey(
        Employee, models.PROTECT, verbose_name=_("owner"), related_name="owned_accounts"
    )
    deputy = models.ForeignKey(
        Employee, models.PROTECT, verbose_name=_("deputy"), related_name="deputised_accounts"
    )
    criticality = models.CharField(
        _("criticality"), max_length=8, choices=Criticality, default=Criticality.MEDIUM
    )
    status = models.CharField(
        _("status"), max_length=8, choices=AccountStatus, default=AccountStatus.PLANNED, editable=False
    )
    takes_messages = models.BooleanField(_("customers can write direct messages"), default=False)
    imprint = models.CharField(
        _("link to the imprint"), max_length=12, choices=Presence, default=Presence.UNKNOWN
    )
    privacy_notice = models.CharField(
        _("link to the privacy notice"), max_length=12, choices=Presence, default=Presence.UNKNOWN
    )
    recovery_mail = models.CharField(
        _("recovery address"), max_length=16, choices=RecoveryMail, default=RecoveryMail.UNKNOWN
    )
    recovery_address = models.CharField(
        _("which one"),
        max_length=254,
        blank=True,
        help_text=_("Company addresses only, never a private one."),
    )
    second_factor = models.CharField(
        _("second factor"), max_length=16, choices=SecondFactor, default=SecondFactor.UNKNOWN
    )
    custodian = models.ForeignKey(
        Employee,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("who keeps SIM, device or key"),
        related_name="+",
    )
    recovery_codes_left = models.PositiveSmallIntegerField(_("recovery codes left"), null=True, blank=True)
    administrators = models.PositiveSmallIntegerField(
        _("people who can administer it on the platform"), null=True, blank=True
    )
    vault_address = models.URLField(
        _("link to an own vault"),
        max_length=500,
        blank=True,
        help_text=_("Where the login is kept if not in this portal."),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    checked_at = models.DateTimeField(null=True, editable=False)

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("corporate account")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["platform", "handle"], name="handle_once_per_platform"),
            models.CheckConstraint(condition=~models.Q(deputy=models.F("owner")), name="deputy_is_not_owner"),
        ]
        indexes: ClassVar = [models.Index(fields=["status", "handle"], name="accounts_by_status")]

    def __str__(self) -> str:
        return f"{self.handle} ({self.platform})"

    @property
    def is_in_use(self) -> bool:
        return self.status in IN_USE


class AccessRoute(models.Model):
    """One way to work on an account, with what it costs the person who takes it."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(CorporateAccount, models.PROTECT, related_name="routes")
    kind = models.CharField(_("kind of route"), max_length=16, choices=RouteKind)
    publishes_through = models.CharField(
        _("publishes through"), max_length=8, choices=PublishesThrough, blank=True
    )
    publisher = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, verbose_name=_("publisher"), related_name="+"
    )
    needs_private_phone = models.BooleanField(_("needs a private phone"), default=False)
    terms = models.CharField(_("terms of the platform"), max_length=12, choices=Terms, default=Terms.UNCLEAR)
    clause = models.CharField(_("clause"), max_length=300, blank=True)
    steps_de = models.TextField(_("steps, in German"), max_length=4000, blank=True)
    steps_en = models.TextField(_("steps, in English"), max_length=4000, blank=True)
    seen_de = models.TextField(_("what others will see, in German"), max_length=2000, blank=True)
    seen_en = models.TextField(_("what others will see, in English"), max_length=2000, blank=True)
    # The owner takes the responsibility for a shared login of which the terms say nothing.
    signed_off_by = models.ForeignKey(Employee, models.PROTECT, null=True, editable=False, related_name="+")
    signed_off_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    objects = RouteQuerySet.as_manager()

    class Meta:
        verbose_name = _("access route")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind=RouteKind.PUBLISHER) ^ models.Q(publishes_through=""),
                name="publishers_publish_through_something",
            ),
            models.CheckConstraint(
                condition=models.Q(signed_off_by__isnull=True, signed_off_at__isnull=True)
                | models.Q(signed_off_by__isnull=False, signed_off_at__isnull=False),
                name="signed_off_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(publishes_through=PublishesThrough.PROFILE, publisher__isnull=False)
                | (~models.Q(publishes_through=PublishesThrough.PROFILE) & models.Q(publisher__isnull=True)),
                name="a_profile_belongs_to_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.get_kind_display()}"

    @property
    def is_private_free(self) -> bool:
        """Whether nobody has to use a private account for it (R1)."""
        if self.kind == RouteKind.PUBLISHER:
            return self.publishes_through != PublishesThrough.PROFILE
        return self.kind in PRIVATE_FREE

    @property
    def steps(self) -> str:
        return in_reading_language(self.steps_de, self.steps_en)

    @property
    def seen(self) -> str:
        """What the platform and the employer will see of whoever takes this route."""
        return in_reading_language(self.seen_de, self.seen_en)

    @property
    def seen_by_others(self) -> str:
        """The same, or what is true of every route of this kind."""
        return self.seen or usually_seen(self.kind, self.publishes_through)


class ToolConnection(models.Model):
    """A tool that posts or reads through a login, which it dies with."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(CorporateAccount, models.PROTECT, related_name="connections")
    tool = models.CharField(_("tool"), max_length=120)
    stands_on = models.CharField(_("stands on"), max_length=8, choices=StandsOn)
    person = models.ForeignKey(
        Employee,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("whose login"),
        related_name="tool_connections",
    )
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("connected tool")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(stands_on=StandsOn.PERSON, person__isnull=False)
                | (~models.Q(stands_on=StandsOn.PERSON) & models.Q(person__isnull=True)),
                name="a_personal_connection_names_the_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.tool} → {self.account}"
