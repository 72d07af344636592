from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guidelines.library.choices import StatementKind, TranslationState

__all__ = [
    "ANSWERED",
    "ASKABLE_AGAIN",
    "PENDING_PROPOSALS",
    "Answer",
    "Cause",
    "ChangeClass",
    "Method",
    "PaperState",
    "ProposalState",
    "RequestState",
    "ReservationOutcome",
    "StatementKind",
    "TranslationState",
    "Visibility",
    "WorksCouncil",
]


class ChangeClass(models.TextChoices):
    """Whether a new version asks people again (law K3)."""

    EDITORIAL = "editorial", pgettext_lazy("change", "Editorial")
    MATERIAL = "material", pgettext_lazy("change", "Material")


class WorksCouncil(models.TextChoices):
    """How the works council took part in a version."""

    NOT_REQUIRED = "not_required", pgettext_lazy("works council", "Not required")
    INFORMED = "informed", pgettext_lazy("works council", "Informed")
    AGREED = "agreed", pgettext_lazy("works council", "Agreed")


class Visibility(models.TextChoices):
    """Who may read a guideline."""

    EVERYONE = "everyone", _("Everybody who is signed in")
    AUDIENCE = "audience", _("Only the audience")


class ProposalState(models.TextChoices):
    SUBMITTED = "submitted", pgettext_lazy("proposal", "Waiting for approval")
    SCHEDULED = "scheduled", pgettext_lazy("proposal", "Approved, release scheduled")
    RELEASED = "released", pgettext_lazy("proposal", "Released")
    SENT_BACK = "sent_back", pgettext_lazy("proposal", "Sent back")
    WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "Withdrawn")


PENDING_PROPOSALS = (ProposalState.SUBMITTED, ProposalState.SCHEDULED)


class RequestState(models.TextChoices):
    """Where a request to confirm stands. It leaves `open` once; what is asked again is a new cycle."""

    OPEN = "open", pgettext_lazy("request", "Open")
    ACKNOWLEDGED = "acknowledged", pgettext_lazy("request", "Confirmed")
    UNDER_RESERVATION = "under_reservation", pgettext_lazy("request", "Under reservation")
    CLOSED = "closed", pgettext_lazy("request", "Closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "Withdrawn")
    SUPERSEDED = "superseded", pgettext_lazy("request", "Superseded")
    EXEMPT = "exempt", pgettext_lazy("request", "Exempt")
    CLOSED_LEAVER = "closed_leaver", pgettext_lazy("request", "Closed, person left")


ANSWERED = (RequestState.ACKNOWLEDGED, RequestState.UNDER_RESERVATION)
# States after which the same person may be asked the same version again when the audience rule says so.
ASKABLE_AGAIN = (RequestState.WITHDRAWN, RequestState.CLOSED_LEAVER)


class Cause(models.TextChoices):
    """Why somebody is asked."""

    RELEASE = "release", pgettext_lazy("cause", "A new version was released")
    AUDIENCE = "audience", pgettext_lazy("cause", "The person joined the audience")
    RECONFIRMATION = "reconfirmation", pgettext_lazy("cause", "The confirmation is due again")
    RESERVATION = "reservation", pgettext_lazy("cause", "A reservation was clarified")
    RETURN = "return", pgettext_lazy("cause", "The person came back")


class Method(models.TextChoices):
    """How the confirmation reached the portal."""

    SELF = "self", pgettext_lazy("method", "By the person in the portal")
    KIOSK = "kiosk", pgettext_lazy("method", "By the person at a shared device")
    PAPER = "paper", pgettext_lazy("method", "On paper")
    PROXY = "proxy", pgettext_lazy("method", "By proxy")
    IMPORT = "import", pgettext_lazy("method", "Imported")


class Answer(models.TextChoices):
    """What the person answered. "No" to a consent leaves no row (law K5)."""

    CONFIRMED = "confirmed", pgettext_lazy("answer", "Confirmed")
    UNDER_RESERVATION = "under_reservation", pgettext_lazy("answer", "Under reservation")


class ReservationOutcome(models.TextChoices):
    ASK_AGAIN = "ask_again", _("Clarified; the person is asked again")
    RECORDED = "recorded", _("The reservation stays on record")
    EXEMPT = "exempt", _("The person is exempt")


class PaperState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("paper", "Waits for a second person")
    CONFIRMED = "confirmed", pgettext_lazy("paper", "Confirmed")
    REFUSED = "refused", pgettext_lazy("paper", "Refused")
