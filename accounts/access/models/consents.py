import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.access.choices import ConsentState
from accounts.access.querysets import ConsentQuerySet
from accounts.people.models import Employee
from accounts.register.models import AccessRoute


class PrivateAccountConsent(models.Model):
    """Somebody's own, free leave to use their private account for the company (A4). It holds no credentials.

    The texts are those shown, in the language shown. Nothing is stored of whoever did not consent (A5).
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Employee, models.PROTECT, related_name="private_account_consents")
    route = models.ForeignKey(AccessRoute, models.PROTECT, related_name="consents")
    purpose = models.TextField(_("purpose"))
    data = models.TextField(_("kind and extent of data that become visible"))
    alternative = models.TextField(_("alternative that was offered"))
    withdrawal = models.TextField(_("how to withdraw"))
    language = models.CharField(max_length=8)
    text_version = models.PositiveSmallIntegerField()
    given_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    state = models.CharField(max_length=16, choices=ConsentState, default=ConsentState.GIVEN)
    ended_at = models.DateTimeField(null=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent for a private account")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "route"],
                condition=models.Q(state=ConsentState.GIVEN),
                name="one_consent_per_route",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ConsentState.GIVEN) ^ models.Q(ended_at__isnull=False),
                name="ended_consents_say_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.route.account}"
