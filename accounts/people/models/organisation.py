import uuid
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node

from accounts.people.calendar import known_subdivision, known_time_zone
from accounts.people.choices import EMPLOYED


class Organisation(models.Model):
    """The company as a whole: one row, made on the first-run page."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(_("company name"), max_length=200)
    default_language = models.CharField(
        _("default language"), max_length=8, choices=settings.LANGUAGES, default="de"
    )
    works_council_mode = models.BooleanField(
        _("works-council mode"),
        default=False,
        help_text=_("Managers see totals for their team instead of names."),
    )
    set_up_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="one_organisation")]

    def __str__(self) -> str:
        return self.name


class Entity(models.Model):
    """An employer: personnel numbers are unique within one."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200, unique=True)

    class Meta:
        verbose_name = _("entity")
        verbose_name_plural = _("entities")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Department(MP_Node):
    """A node of the company's tree."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    node_order_by: ClassVar = ["name"]

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def called(cls, name: str) -> "Department | None":
        """The department of that name, else of that other name, whatever its case; the highest of several."""
        bearing = cls.objects.filter(name__iexact=name).order_by("depth", "pk").first()
        return bearing or cls.objects.filter(other_names__name__iexact=name).first()

    @property
    def indent(self) -> str:
        """What stands before the name in a flat list, so that the tree shows."""
        return "– " * (self.depth - 1)


class DepartmentName(models.Model):
    """What a company's directory or a file calls a department that has another name here."""

    department = models.ForeignKey(Department, models.CASCADE, related_name="other_names")
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("name"), name="department_other_name_is_one")]
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Location(models.Model):
    """A place of work: it decides which local day it is and which days are working days."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200, unique=True)
    country = models.CharField(
        _("country"), max_length=2, default="DE", help_text=_("ISO 3166-1 code, for example DE.")
    )
    subdivision = models.CharField(
        _("federal state"),
        max_length=6,
        blank=True,
        help_text=_("ISO 3166-2 code without the country, for example BY. It decides public holidays."),
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Berlin")

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def company_zone(cls) -> ZoneInfo:
        """The zone of what is made for nobody in particular: that of the place where most people work."""
        working = models.Count("people", filter=models.Q(people__status__in=EMPLOYED))
        place = cls.objects.annotate(count=working).order_by("-count", "pk").first()
        return ZoneInfo(place.time_zone if place else settings.TIME_ZONE)

    def clean(self) -> None:
        if not known_subdivision(self.country, self.subdivision):
            raise ValidationError({"subdivision": _("No public holidays are known for this place.")})
        if not known_time_zone(self.time_zone):
            raise ValidationError({"time_zone": _("This is not a known time zone.")})
