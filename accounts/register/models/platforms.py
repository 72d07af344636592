import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Employee
from accounts.register.choices import Confidence, FactKey, FactValue, PlatformKind
from accounts.register.querysets import FactQuerySet, PlatformQuerySet
from portal.audit.append_only import AppendOnlyModel


def in_reading_language(german: str, english: str) -> str:
    """The text in the language of the page; the other one where it is missing."""
    first, second = (german, english) if (get_language() or "").startswith("de") else (english, german)
    return first or second


class Platform(models.Model):
    """A network, messenger or portal on which the company has accounts, or an own channel."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("short name for addresses"), max_length=64, unique=True)
    name_de = models.CharField(_("name in German"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    kind = models.CharField(_("kind"), max_length=16, choices=PlatformKind)
    # Slugs of RouteKind, best first: what is recommended to whoever registers an account.
    route_order = models.JSONField(default=list, editable=False)

    objects = PlatformQuerySet.as_manager()

    class Meta:
        verbose_name = _("platform")
        ordering: ClassVar = ["slug"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_reading_language(self.name_de, self.name_en)

    def name_for(self, person: Employee) -> str:
        """The name in the language `person` reads mail in."""
        return self.name_de if person.language.startswith("de") else self.name_en


class PlatformFact(AppendOnlyModel):
    """What is known of a platform, from a source. The newest row of a key holds; older ones stay."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    platform = models.ForeignKey(Platform, models.PROTECT, related_name="facts")
    key = models.CharField(max_length=24, choices=FactKey)
    value = models.CharField(max_length=16, choices=FactValue)
    text_de = models.TextField(max_length=1000)
    text_en = models.TextField(max_length=1000)
    clause = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=300, blank=True)
    source_on = models.DateField(null=True)
    checked_on = models.DateField()
    confidence = models.CharField(max_length=8, choices=Confidence)
    # Nobody: it came with the product.
    entered_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()

    objects = FactQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(value=FactValue.UNKNOWN) | ~models.Q(source=""),
                name="what_is_known_has_a_source",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["platform", "key", "-id"], name="newest_fact")]

    def __str__(self) -> str:
        return f"{self.platform_id} {self.key}: {self.value}"

    @property
    def text(self) -> str:
        return in_reading_language(self.text_de, self.text_en)
