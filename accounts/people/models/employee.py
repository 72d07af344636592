import uuid
from typing import Any, ClassVar, NamedTuple

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.people.choices import MAY_SIGN_IN, Employment, Status
from accounts.people.models.organisation import Department, Entity, Location
from accounts.people.querysets import EmployeeManager, folded


class Held(NamedTuple):
    """A role within an entity and a department (by its path in the tree); None means everywhere."""

    role: str
    entity: int | None
    path: str | None


DERIVED = {"status": "is_active", "suspended_at": "is_active", "name": "name_folded"}


class Employee(AbstractBaseUser, PermissionsMixin):
    """Somebody who works here. Being somebody is apart from being able to sign in."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    login_id = models.CharField(_("login id"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=300)
    # For search: SQLite knows upper and lower case of ASCII only, and people leave accents out.
    name_folded = models.CharField(max_length=900, blank=True, default="", editable=False)
    email = models.EmailField(_("work e-mail"), max_length=254, null=True, blank=True)
    personnel_number = models.CharField(_("personnel number"), max_length=64, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="de")
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    entity = models.ForeignKey(Entity, models.PROTECT, verbose_name=_("entity"), related_name="people")
    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name=_("department"), related_name="people"
    )
    location = models.ForeignKey(Location, models.PROTECT, verbose_name=_("location"), related_name="people")
    manager = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, verbose_name=_("manager"), related_name="team"
    )
    deputy = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, verbose_name=_("deputy"), related_name="+"
    )
    employment = models.CharField(
        _("employment"), max_length=16, choices=Employment, default=Employment.INTERNAL
    )
    sponsor = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, verbose_name=_("sponsor"), related_name="+"
    )
    hired_on = models.DateField(_("hired on"), null=True, blank=True)
    leaves_on = models.DateField(_("leaves on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=16, choices=Status, default=Status.INVITED)
    # Sign-in is closed although the person works here.
    suspended_at = models.DateTimeField(null=True, editable=False)
    # What Django, allauth and Wagtail ask for; bound to the two above by `save` and by a constraint.
    is_active = models.BooleanField(default=False)
    # Part of what a session is bound to: raising it ends every session of the person, known or not.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    calendar_key = models.CharField(max_length=43, blank=True, editable=False, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EmployeeManager()

    USERNAME_FIELD = "login_id"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        verbose_name = _("employee")
        verbose_name_plural = _("employees")
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="unique_work_email"),
            models.UniqueConstraint(
                "entity",
                "personnel_number",
                condition=~models.Q(personnel_number=""),
                name="unique_personnel_number",
            ),
            models.CheckConstraint(condition=models.Q(is_superuser=False), name="nobody_is_superuser"),
            models.CheckConstraint(
                condition=models.Q(status=Status.LEFT, left_on__isnull=False)
                | (~models.Q(status=Status.LEFT) & models.Q(left_on__isnull=True)),
                name="left_people_have_a_last_day",
            ),
            models.CheckConstraint(
                condition=models.Q(is_active=True, status__in=MAY_SIGN_IN, suspended_at__isnull=True)
                | (
                    models.Q(is_active=False)
                    & (~models.Q(status__in=MAY_SIGN_IN) | models.Q(suspended_at__isnull=False))
                ),
                name="only_active_people_sign_in",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["name", "id"], name="people_by_name"),
            models.Index(fields=["status", "department"], name="people_by_status"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.login_id:
            self.login_id = Employee.objects.new_login_id()
        self.email = self.email.strip().lower() if self.email else None
        self.is_active = self.status in MAY_SIGN_IN and self.suspended_at is None
        self.name_folded = folded(self.name)
        fields = kwargs.get("update_fields")
        if fields is not None:
            kwargs["update_fields"] = {*fields, *(DERIVED[name] for name in fields if name in DERIVED)}
        super().save(*args, **kwargs)

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """Every role this person holds, with the part of the company it reaches."""
        return tuple(Held(*row) for row in self.holdings.values_list("role", "entity", "department__path"))

    @cached_property
    def role_slugs(self) -> frozenset[str]:
        """The slugs of all roles this person holds."""
        return frozenset(held.role for held in self.held)

    @property
    def zone(self) -> str:
        """The time zone in which this person reads times."""
        return self.time_zone or self.location.time_zone

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        salt = "accounts.people.session"
        return salted_hmac(
            salt, f"{self.session_epoch}:{self.password}", secret=secret, algorithm="sha256"
        ).hexdigest()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class Absence(models.Model):
    """Days on which somebody is away. Deadlines pause meanwhile."""

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="absences")
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"))

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="absence_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"


class Invitation(models.Model):
    """A link by which somebody takes up their sign-in. Only a hash of its token is stored."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.ForeignKey(Employee, models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.employee} {self.invited_at:%Y-%m-%d}"
