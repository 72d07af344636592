from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """Powers beyond those of every employee. The slugs are the names of Django groups."""

    EDITOR = "editor", _("Editor")
    APPROVER = "approver", _("Approver")
    ACCOUNT_ADMIN = "account-admin", _("Account admin")
    HR = "hr", _("HR")
    CRISIS_LEAD = "crisis-lead", _("Crisis lead")
    DPO = "dpo", _("Data protection officer")
    LEGAL = "legal", _("Legal")
    SECURITY_OFFICER = "security-officer", _("Security officer")
    WORKS_COUNCIL = "works-council", _("Works council")
    AUDITOR = "auditor", _("Auditor")
    SYSTEM_ADMIN = "system-admin", _("System admin")


# Roles that can be limited to a part of the company: those whose pages ask `can_see_person` for every person.
LIMITABLE = frozenset({Role.HR})


class Way(models.TextChoices):
    """How somebody proved who they are. Evidence and the trail carry the slugs, several joined by `+`."""

    PASSWORD = "password", pgettext_lazy("signed in with", "password")
    TOTP = "totp", pgettext_lazy("signed in with", "code from an authenticator app")
    RECOVERY_CODES = "recovery_codes", pgettext_lazy("signed in with", "recovery code")
    WEBAUTHN = "webauthn", pgettext_lazy("signed in with", "security key")
    PASSKEY = "passkey", pgettext_lazy("signed in with", "passkey")
    MFA = "mfa", pgettext_lazy("signed in with", "second factor")
    SSO = "sso", pgettext_lazy("signed in with", "company sign-in")
    KIOSK = "kiosk", pgettext_lazy("signed in with", "code from the HR desk")
    PAPER = "paper", pgettext_lazy("signed in with", "signature on paper")
    DEMO = "demo", pgettext_lazy("signed in with", "demo link")
    SESSION = "session", pgettext_lazy("signed in with", "running session")


class Decision(models.TextChoices):
    """How a second person answered a proposal; empty while it waits."""

    CONFIRMED = "confirmed", pgettext_lazy("proposal", "Confirmed")
    DECLINED = "declined", pgettext_lazy("proposal", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "Withdrawn")


class Status(models.TextChoices):
    """Where somebody stands with the company."""

    INVITED = "invited", pgettext_lazy("person", "Invited")
    ACTIVE = "active", pgettext_lazy("person", "Active")
    ON_LEAVE = "on_leave", pgettext_lazy("person", "On leave")
    LEFT = "left", pgettext_lazy("person", "Left")


EMPLOYED = (Status.INVITED, Status.ACTIVE, Status.ON_LEAVE)
MAY_SIGN_IN = (Status.ACTIVE, Status.ON_LEAVE)


class Employment(models.TextChoices):
    INTERNAL = "internal", pgettext_lazy("employment", "Employed here")
    EXTERNAL = "external", pgettext_lazy("employment", "External (agency, temporary)")


class Effect(models.TextChoices):
    """What a clause of an audience does with the people it matches."""

    INCLUDE = "include", pgettext_lazy("audience", "Include")
    EXCLUDE = "exclude", pgettext_lazy("audience", "Exclude")


class Movement(models.TextChoices):
    JOINED = "joined", pgettext_lazy("audience", "Joined")
    LEFT = "left", pgettext_lazy("audience", "Left")


class LifecycleEvent(models.TextChoices):
    """What happens to people; higher rooms hook into these (`registry.on_lifecycle`)."""

    JOINED = "joined"
    MOVED = "moved"
    WENT_ON_LEAVE = "went_on_leave"
    RETURNED = "returned"
    LEFT = "left"
    CAME_BACK = "came_back"
    ABSENCE_RECORDED = "absence_recorded"
    LEAVING_UNDONE = "leaving_undone"
