import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.people.choices import Effect, LifecycleEvent, Movement, Role
from accounts.people.models.employee import Employee
from accounts.people.models.organisation import Department, Entity, Location
from portal.audit.append_only import AppendOnlyModel

REASONS = {
    "rule_changed": _("The rule was changed"),
    "role_changed": _("A role was given or taken"),
    "department_moved": _("The tree of departments was changed"),
    "group_changed": _("A group of the company's directory was changed"),
    LifecycleEvent.JOINED: _("Joined the company"),
    LifecycleEvent.MOVED: _("Works elsewhere now"),
    LifecycleEvent.WENT_ON_LEAVE: _("Went on leave"),
    LifecycleEvent.RETURNED: _("Came back from leave"),
    LifecycleEvent.LEFT: _("Left the company"),
    LifecycleEvent.CAME_BACK: _("Works here again"),
    LifecycleEvent.LEAVING_UNDONE: _("Leaving was undone"),
}


class Audience(models.Model):
    """A named rule for who is meant. Membership is kept in `AudienceMember`, its history in entries."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=200)
    refreshed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class AudienceClause(models.Model):
    """All that is named in a clause must hold; an empty clause matches everybody. A person belongs to an
    audience who matches an including clause and no excluding one."""

    FACTS: ClassVar = ("effect", "department", "location", "entity", "role", "attribute", "person")

    audience = models.ForeignKey(Audience, models.CASCADE, related_name="clauses")
    effect = models.CharField(_("effect"), max_length=8, choices=Effect, default=Effect.INCLUDE)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, verbose_name=_("department and below")
    )
    location = models.ForeignKey(Location, models.PROTECT, null=True, blank=True, verbose_name=_("location"))
    entity = models.ForeignKey(Entity, models.PROTECT, null=True, blank=True, verbose_name=_("entity"))
    role = models.CharField(_("role"), max_length=32, choices=Role, blank=True)
    attribute = models.SlugField(_("attribute"), max_length=64, blank=True)
    person = models.ForeignKey(
        Employee, models.CASCADE, null=True, blank=True, verbose_name=_("person"), related_name="+"
    )

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")

    def __str__(self) -> str:
        named = [self.department, self.location, self.entity, self.person]
        words = [str(part) for part in named if part] + [part for part in (self.role, self.attribute) if part]
        return f"{self.get_effect_display()}: {' + '.join(words) or _('everybody')}"


class AudienceMember(models.Model):
    """Who belongs to an audience now, as last computed."""

    audience = models.ForeignKey(Audience, models.CASCADE, related_name="members")
    employee = models.ForeignKey(Employee, models.CASCADE, related_name="audience_memberships")
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["audience", "employee"], name="one_membership_per_audience")
        ]

    def __str__(self) -> str:
        return f"{self.audience_id}: {self.employee_id}"


class AudienceEntry(AppendOnlyModel):
    """Who came into an audience or went out of it, when and why: the answer to "why was I asked?"."""

    audience = models.ForeignKey(Audience, models.PROTECT, related_name="entries")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="audience_entries")
    movement = models.CharField(max_length=8, choices=Movement)
    at = models.DateTimeField()
    why = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["employee", "audience", "at"], name="audience_history")]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.movement} {self.audience_id}"

    @property
    def reason(self) -> str:
        """`why` in words; what a higher room wrote there is shown as it is."""
        return str(REASONS.get(self.why, self.why))
