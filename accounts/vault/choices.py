from django.db import models
from django.utils.translation import pgettext_lazy

# The vault's keys lie on a ring of their own, so that they can be changed, and can fail, alone.
RING = "vault"


class CredentialKind(models.TextChoices):
    """What is kept. Of a hardware key only who keeps it."""

    PASSWORD = "password", pgettext_lazy("credential", "Password")
    TOTP = "totp", pgettext_lazy("credential", "Second factor (codes)")
    RECOVERY_CODES = "recovery_codes", pgettext_lazy("credential", "Recovery codes")
    API_TOKEN = "api_token", pgettext_lazy("credential", "API token")
    HARDWARE_KEY = "hardware_key", pgettext_lazy("credential", "Security key (custody)")


SECRET_KINDS = (
    CredentialKind.PASSWORD,
    CredentialKind.TOTP,
    CredentialKind.RECOVERY_CODES,
    CredentialKind.API_TOKEN,
)


class VersionState(models.TextChoices):
    STAGED = "staged", pgettext_lazy("credential version", "Prepared")
    LIVE = "live", pgettext_lazy("credential version", "In force")
    SUSPECT = "suspect", pgettext_lazy("credential version", "Suspected to be known")
    RETIRED = "retired", pgettext_lazy("credential version", "Replaced")
    SHREDDED = "shredded", pgettext_lazy("credential version", "Destroyed")


# What the platform accepts today.
IN_FORCE = (VersionState.LIVE, VersionState.SUSPECT)


class RevealState(models.TextChoices):
    REQUESTED = "requested", pgettext_lazy("reveal", "Waits for a second person")
    AGREED = "agreed", pgettext_lazy("reveal", "Agreed by a second person")
    TICKET = "ticket", pgettext_lazy("reveal", "Ready to be shown")
    SHOWN = "shown", pgettext_lazy("reveal", "Shown")
    LAPSED = "lapsed", pgettext_lazy("reveal", "Lapsed")
    REFUSED = "refused", pgettext_lazy("reveal", "Refused")


class RotationState(models.TextChoices):
    OPEN = "open", pgettext_lazy("rotation", "To do")
    CHANGED = "changed", pgettext_lazy("rotation", "Changed, to be checked")
    VERIFIED = "verified", pgettext_lazy("rotation", "Checked")
    WAIVED = "waived", pgettext_lazy("rotation", "Waived for a time")


UNFINISHED = (RotationState.OPEN, RotationState.CHANGED)


class RotationCause(models.TextChoices):
    LEAVER = "leaver", pgettext_lazy("rotation", "Somebody who knew it left")
    REVOKED = "revoked", pgettext_lazy("rotation", "Access was revoked")
    BREAK_GLASS = "break_glass", pgettext_lazy("rotation", "Emergency access")
    SUSPICION = "suspicion", pgettext_lazy("rotation", "Suspicion that others know it")
    PLANNED = "planned", pgettext_lazy("rotation", "By plan")


class StepKind(models.TextChoices):
    """What a rotation consists of, in the order in which it is done."""

    PASSWORD = "password", pgettext_lazy("rotation step", "Change the password")
    SESSIONS = "sessions", pgettext_lazy("rotation step", "End all sessions")
    TOTP = "totp", pgettext_lazy("rotation step", "Set up the second factor anew")
    RECOVERY = "recovery", pgettext_lazy("rotation step", "Make new recovery codes")
    ROLES = "roles", pgettext_lazy("rotation step", "Remove the person’s roles")
    TOOLS = "tools", pgettext_lazy("rotation step", "Connect tools again")


class GlassState(models.TextChoices):
    UNDER_REVIEW = "under_review", pgettext_lazy("emergency access", "To be reviewed")
    JUSTIFIED = "justified", pgettext_lazy("emergency access", "Justified")
    ABUSE = "abuse", pgettext_lazy("emergency access", "Abuse")


class TotpAlgorithm(models.TextChoices):
    SHA1 = "SHA1", "SHA-1"
    SHA256 = "SHA256", "SHA-256"
    SHA512 = "SHA512", "SHA-512"
