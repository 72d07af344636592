from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.register.choices import RouteKind


class RequestState(models.TextChoices):
    SUBMITTED = "submitted", pgettext_lazy("access request", "Waiting")
    IN_REVIEW = "in_review", pgettext_lazy("access request", "Partly approved")
    INFO_NEEDED = "info_needed", pgettext_lazy("access request", "Question to answer")
    APPROVED = "approved", pgettext_lazy("access request", "Approved")
    DENIED = "denied", pgettext_lazy("access request", "Denied")
    WITHDRAWN = "withdrawn", pgettext_lazy("access request", "Withdrawn")
    EXPIRED = "expired", pgettext_lazy("access request", "Expired")
    CLOSED_LEAVER = "closed_leaver", pgettext_lazy("access request", "Closed: left the company")


UNDECIDED = (RequestState.SUBMITTED, RequestState.IN_REVIEW, RequestState.INFO_NEEDED)


class GrantState(models.TextChoices):
    PENDING = "pending_start", pgettext_lazy("access grant", "Not started")
    ACTIVE = "active", pgettext_lazy("access grant", "Active")
    SUSPENDED = "suspended", pgettext_lazy("access grant", "Suspended")
    ENDED = "ended", pgettext_lazy("access grant", "Ended")


RUNNING = (GrantState.PENDING, GrantState.ACTIVE, GrantState.SUSPENDED)


class EndReason(models.TextChoices):
    EXPIRED = "expired", pgettext_lazy("end of access", "Time was up")
    RETURNED = "returned", pgettext_lazy("end of access", "Given back")
    REVOKED = "revoked", pgettext_lazy("end of access", "Revoked")
    LEAVER = "leaver", pgettext_lazy("end of access", "Left the company")
    REVIEW = "review", pgettext_lazy("end of access", "Access review")
    CONSENT_WITHDRAWN = "consent_withdrawn", pgettext_lazy("end of access", "Consent ended")
    ROUTE_CLOSED = "route_closed", pgettext_lazy("end of access", "Access route closed")


class Suspension(models.TextChoices):
    """Why a grant rests. A lapse is looked at again at the moment of use; the others wait for a person."""

    LAPSE = "lapse", pgettext_lazy("suspension", "Something required is missing")
    REVIEW = "review", pgettext_lazy("suspension", "Not decided in the access review")
    PERSON = "person", pgettext_lazy("suspension", "Suspended by an account admin")


class ApproverGroup(models.TextChoices):
    ANSWERING = "answering", pgettext_lazy("approvers", "Owner and deputy of the account")
    ADMINS = "admins", pgettext_lazy("approvers", "Account admins")
    EITHER = "either", pgettext_lazy("approvers", "Owner, deputy and account admins")


class TaskKind(models.TextChoices):
    """What has to be done on the platform itself, outside the portal."""

    INVITE = "invite", pgettext_lazy("access task", "Invite on the platform")
    REMOVE = "remove", pgettext_lazy("access task", "Remove on the platform")
    REPLACE = "replace", pgettext_lazy("access task", "Find another way")


class TaskState(models.TextChoices):
    OPEN = "open", pgettext_lazy("access task", "To do")
    DONE = "done", pgettext_lazy("access task", "Done")
    NOT_NEEDED = "not_needed", pgettext_lazy("access task", "Not needed any more")


class ConsentState(models.TextChoices):
    GIVEN = "given", pgettext_lazy("private account consent", "Given")
    RENEWED = "renewed", pgettext_lazy("private account consent", "Replaced by a newer one")
    WITHDRAWN = "withdrawn", pgettext_lazy("private account consent", "Withdrawn")
    EXPIRED = "expired", pgettext_lazy("private account consent", "Expired")
    ENDED_LEAVER = "ended_leaver", pgettext_lazy("private account consent", "Ended: left the company")


class ReviewState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("access review", "Planned")
    OPEN = "open", pgettext_lazy("access review", "Open")
    CLOSED = "closed", pgettext_lazy("access review", "Closed")


class Verdict(models.TextChoices):
    PENDING = "pending", pgettext_lazy("verdict", "Not decided")
    KEEP = "keep", pgettext_lazy("verdict", "Keep")
    REDUCE = "reduce", pgettext_lazy("verdict", "Shorten")
    REVOKE = "revoke", pgettext_lazy("verdict", "Revoke")
    ESCALATED = "escalated", pgettext_lazy("verdict", "Hand on")


class Blocker(models.TextChoices):
    """Why a grant cannot be used right now."""

    NOT_YET = "not_yet", _("It has not started yet.")
    OVER = "over", _("It has ended.")
    INVITATION = "invitation", _("The invitation on the platform is still to come.")
    SUSPENDED = "suspended", _("It is suspended.")
    PERSON = "person", _("The person cannot sign in at present.")
    REQUIREMENT = "requirement", _("Something required is missing.")
    CONSENT = "consent", _("The consent for the private account does not hold.")
    ACCOUNT = "account", _("The account is not in use.")
    ROUTE = "route", _("The access route is closed or not allowed.")


# Routes on which somebody is added, and later removed, on the platform itself (A9). A shared login is not:
# whoever saw it knows it until it is changed, which is the vault's matter.
PLATFORM_SIDE = frozenset(
    {RouteKind.MANAGED, RouteKind.DELEGATED, RouteKind.TOKEN, RouteKind.PUBLISHER, RouteKind.VOLUNTEERED}
)


class LeaverState(models.TextChoices):
    HELD = "held", pgettext_lazy("leaver run", "Waits for a person")
    RUNNING = "running", pgettext_lazy("leaver run", "Running")
    DONE = "done", pgettext_lazy("leaver run", "Done")
    CANCELLED = "cancelled", pgettext_lazy("leaver run", "Not needed")


class LeaverKind(models.TextChoices):
    """What a departure means, in the order in which it is told."""

    ROTATION = "rotation", _("Secrets to change")
    HAND_OVER = "hand_over", _("Accounts to hand over")
    REMOVAL = "removal", _("Roles to remove on platforms")
    CONNECTION = "connection", _("Tool connections that die")
    CUSTODY = "custody", _("Devices and keys to take back")
    GRANT = "grant", _("Access that ends")
    CONSENT = "consent", _("Consents that end")
    REQUEST = "request", _("Requests that are closed")
    NOT_EXPOSED = "not_exposed", _("Held, but never opened: nothing to change")
