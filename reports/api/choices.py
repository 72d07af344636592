from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Scope(models.TextChoices):
    """What a token lets a system read; the slugs are the addresses under /api/v1/."""

    ACKNOWLEDGEMENTS = "acknowledgements", _("Acknowledgements")
    COMPLETIONS = "completions", _("Completed courses")


class Standing(models.TextChoices):
    """Whether a token lets anybody in, and if not, why."""

    VALID = "valid", pgettext_lazy("token", "valid")
    WAITING = "waiting", pgettext_lazy("token", "waits for a second person")
    LAPSED = "lapsed", pgettext_lazy("token", "was not confirmed in time")
    EXPIRED = "expired", pgettext_lazy("token", "expired")
    REVOKED = "revoked", pgettext_lazy("token", "revoked")
    ORPHANED = "orphaned", pgettext_lazy("token", "ended with the role of whoever made it")
