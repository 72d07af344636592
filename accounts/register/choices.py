from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlatformKind(models.TextChoices):
    """Private and professional networks are judged differently; messengers need an approval."""

    PRIVATE = "private", pgettext_lazy("platform", "Private network")
    PROFESSIONAL = "professional", pgettext_lazy("platform", "Professional network")
    MESSENGER = "messenger", pgettext_lazy("platform", "Messenger")
    VIDEO = "video", pgettext_lazy("platform", "Video")
    REVIEWS = "reviews", pgettext_lazy("platform", "Review portal")
    FEDIVERSE = "fediverse", pgettext_lazy("platform", "Fediverse")
    OWN = "own", pgettext_lazy("platform", "Own channel")


class FactKey(models.TextChoices):
    """What has to be known of a platform; each is a question that yes, no, depends or unknown answers."""

    PERSONAL_PROFILE = "personal_profile", _("Is a personal profile needed to administer?")
    WORK_ACCESS = "work_access", _("Is there access by delegation, work identity or API?")
    SHARED_LOGIN = "shared_login", _("May several people use one login?")
    MEMBERS_DATA = "members_data", _("May members’ data be used commercially?")
    END_SESSIONS = "end_sessions", _("Can all sessions be ended at once?")
    NEW_FACTOR = "new_factor", _("Can second factor and recovery codes be renewed?")
    CONNECTED_TOOLS = "connected_tools", _("Can connected tools be cut off one by one?")


# What whoever changes the secrets of an account has to know; the rest is asked before it is used.
WHEN_SECRETS_CHANGE = (FactKey.END_SESSIONS, FactKey.NEW_FACTOR, FactKey.CONNECTED_TOOLS)


class FactValue(models.TextChoices):
    YES = "yes", pgettext_lazy("fact", "Yes")
    NO = "no", pgettext_lazy("fact", "No")
    DEPENDS = "depends", pgettext_lazy("fact", "Depends")
    UNKNOWN = "unknown", pgettext_lazy("fact", "Unknown")


class Confidence(models.TextChoices):
    """How far a fact can be relied on."""

    HIGH = "high", pgettext_lazy("confidence", "High: dated terms of the platform")
    MEDIUM = "medium", pgettext_lazy("confidence", "Medium: help page or without a date")
    LOW = "low", pgettext_lazy("confidence", "Low: third parties, or nothing found")


class ChannelUse(models.TextChoices):
    """What a platform is used for. Direct messages are messenger use, wherever they are."""

    PUBLISHING = "publishing", pgettext_lazy("channel use", "Publishing and public replies")
    MESSAGES = "messages", pgettext_lazy("channel use", "Direct messages with customers")


class ApprovalState(models.TextChoices):
    REQUESTED = "requested", pgettext_lazy("channel approval", "Requested")
    APPROVED = "approved", pgettext_lazy("channel approval", "Approved")
    REJECTED = "rejected", pgettext_lazy("channel approval", "Rejected")
    ENDED = "ended", pgettext_lazy("channel approval", "Ended")


class Side(models.TextChoices):
    """The two that decide a channel approval; each has to say yes."""

    DPO = "dpo", _("Data protection officer")
    LEGAL = "legal", _("Legal")


class AccountStatus(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("corporate account", "Planned")
    LIVE = "live", pgettext_lazy("corporate account", "Live")
    DORMANT = "dormant", pgettext_lazy("corporate account", "Dormant")
    CLOSED = "closed", pgettext_lazy("corporate account", "Closed")


# What somebody could still post on or be held liable for.
IN_USE = (AccountStatus.LIVE, AccountStatus.DORMANT)
# From where an account comes into a status. Nothing leads back to planned, and nothing out of closed.
REACHED_FROM = {
    AccountStatus.LIVE: (AccountStatus.PLANNED, AccountStatus.DORMANT),
    AccountStatus.DORMANT: (AccountStatus.LIVE,),
    AccountStatus.CLOSED: (AccountStatus.PLANNED, AccountStatus.DORMANT, AccountStatus.LIVE),
}


class Criticality(models.TextChoices):
    LOW = "low", pgettext_lazy("criticality", "Low")
    MEDIUM = "medium", pgettext_lazy("criticality", "Medium")
    HIGH = "high", pgettext_lazy("criticality", "High")


class Presence(models.TextChoices):
    """Whether a required link stands on the account."""

    PRESENT = "present", pgettext_lazy("link", "Present")
    MISSING = "missing", pgettext_lazy("link", "Missing")
    NOT_NEEDED = "not_needed", pgettext_lazy("link", "Not needed")
    UNKNOWN = "unknown", pgettext_lazy("link", "Unknown")


class RecoveryMail(models.TextChoices):
    COMPANY = "company", pgettext_lazy("recovery mail", "A shared mailbox of the company")
    PERSONAL_WORK = "personal_work", pgettext_lazy("recovery mail", "One colleague’s work address")
    PRIVATE = "private", pgettext_lazy("recovery mail", "A private address")
    NONE = "none", pgettext_lazy("recovery mail", "None")
    UNKNOWN = "unknown", pgettext_lazy("recovery mail", "Unknown")


class SecondFactor(models.TextChoices):
    COMPANY_DEVICE = "company_device", pgettext_lazy("second factor", "Key or device of the company")
    VAULT = "vault", pgettext_lazy("second factor", "Code from the vault")
    WORK_IDENTITY = "work_identity", pgettext_lazy("second factor", "Company sign-in")
    PRIVATE_PHONE = "private_phone", pgettext_lazy("second factor", "A private phone")
    NONE = "none", pgettext_lazy("second factor", "None")
    UNKNOWN = "unknown", pgettext_lazy("second factor", "Unknown")


class RouteKind(models.TextChoices):
    """The ways to work on an account, best first."""

    MANAGED = "managed", pgettext_lazy("access route", "Managed work identity")
    DELEGATED = "delegated", pgettext_lazy("access route", "Role for a work login")
    TOKEN = "token", pgettext_lazy("access route", "Tool with an API token")
    PUBLISHER = "publisher", pgettext_lazy("access route", "Named publisher or agency")
    SHARED = "shared", pgettext_lazy("access route", "Shared login in the vault")
    VOLUNTEERED = "volunteered", pgettext_lazy("access route", "Volunteered private account")
    GHOST = "ghost", pgettext_lazy("access route", "Ghost account")


class PublishesThrough(models.TextChoices):
    """By what a named publisher posts; a colleague's profile is private, an agency or an API is not."""

    AGENCY = "agency", pgettext_lazy("publisher", "An agency")
    API = "api", pgettext_lazy("publisher", "An API")
    PROFILE = "profile", pgettext_lazy("publisher", "The profile of one colleague")


class Terms(models.TextChoices):
    """What the platform's terms say about a route. No clause found is unclear, not allowed."""

    ALLOWED = "allowed", pgettext_lazy("terms", "Allowed")
    UNCLEAR = "unclear", pgettext_lazy("terms", "Unclear")
    FORBIDDEN = "forbidden", pgettext_lazy("terms", "Forbidden")


class StandsOn(models.TextChoices):
    """Whose login a connected tool uses: with the login, the connection dies."""

    PERSON = "person", pgettext_lazy("connection", "The login of a person")
    COMPANY = "company", pgettext_lazy("connection", "The company’s own login or system user")
    UNKNOWN = "unknown", pgettext_lazy("connection", "Unknown")


class FindingKind(models.TextChoices):
    GHOST = "ghost", pgettext_lazy("finding", "Ghost account")
    FORBIDDEN_SHARING = "forbidden_sharing", pgettext_lazy("finding", "Shared login against the terms")
    NO_PRIVATE_FREE_ROUTE = (
        "no_private_free_route",
        pgettext_lazy("finding", "Every route needs a private account"),
    )
    UNAPPROVED_MESSAGES = "unapproved_messages", pgettext_lazy("finding", "Messages without channel approval")
    PRIVATE_PROFILE = "private_profile", pgettext_lazy("finding", "Stands on a colleague’s private profile")
    PRIVATE_PHONE = "private_phone", pgettext_lazy("finding", "Second factor on a private phone")
    NO_SECOND_FACTOR = "no_second_factor", pgettext_lazy("finding", "No second factor")
    PRIVATE_RECOVERY = "private_recovery", pgettext_lazy("finding", "Private recovery address")
    SINGLE_ADMIN = "single_admin", pgettext_lazy("finding", "Fewer than two administrators")
    DEAD_CONNECTION = (
        "dead_connection",
        pgettext_lazy("finding", "Tool stands on the login of somebody who left"),
    )
    OWNER_LEFT = "owner_left", pgettext_lazy("finding", "Owner or deputy has left")
    CUSTODIAN_LEFT = (
        "custodian_left",
        pgettext_lazy("finding", "Keeper of SIM, device or key has left"),
    )
    UNCLEAR_TERMS = "unclear_terms", pgettext_lazy("finding", "Shared login under unclear terms")
    MISSING_IMPRINT = "missing_imprint", pgettext_lazy("finding", "Imprint missing")
    MISSING_PRIVACY = "missing_privacy", pgettext_lazy("finding", "Privacy notice missing")
    APPROVAL_REVIEW = "approval_review", pgettext_lazy("finding", "Channel approval due for review")
    STALE_FACT = "stale_fact", pgettext_lazy("finding", "Facts about the platform are old")


class Severity(models.TextChoices):
    URGENT = "urgent", pgettext_lazy("severity", "Urgent")
    SERIOUS = "serious", pgettext_lazy("severity", "Serious")
    MINOR = "minor", pgettext_lazy("severity", "Minor")


class FindingState(models.TextChoices):
    OPEN = "open", pgettext_lazy("finding", "Open")
    PLANNED = "planned", pgettext_lazy("finding", "Planned")
    ACCEPTED = "accepted", pgettext_lazy("finding", "Accepted for a time")
    RESOLVED = "resolved", pgettext_lazy("finding", "Resolved")


STANDING = (FindingState.OPEN, FindingState.PLANNED, FindingState.ACCEPTED)
# What breaks a platform's terms is mended, never accepted.
NEVER_ACCEPTED = frozenset(
    {FindingKind.GHOST, FindingKind.FORBIDDEN_SHARING, FindingKind.UNAPPROVED_MESSAGES}
)


class RowVerdict(models.TextChoices):
    """What a list would do with one row."""

    NEW = "new", pgettext_lazy("list of accounts", "New")
    CHANGED = "changed", pgettext_lazy("list of accounts", "Changed")
    UNCHANGED = "unchanged", pgettext_lazy("list of accounts", "Unchanged")
    REFUSED = "refused", pgettext_lazy("list of accounts", "Refused")


DOING = (RowVerdict.NEW, RowVerdict.CHANGED)


class ListAct(models.TextChoices):
    """What a list did to an account."""

    REGISTERED = "registered", pgettext_lazy("list of accounts", "Registered")
    CHANGED = "changed", pgettext_lazy("list of accounts", "Changed")
