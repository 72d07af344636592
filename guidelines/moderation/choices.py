from django.db import models
from django.utils.translation import pgettext_lazy


class Measure(models.TextChoices):
    """What is done about a post or its author, the mildest first."""

    NONE = "none", pgettext_lazy("measure", "Leave it")
    REPLY = "reply", pgettext_lazy("measure", "Answer it")
    HIDE = "hide", pgettext_lazy("measure", "Hide it")
    DELETE = "delete", pgettext_lazy("measure", "Delete it")
    BAN_TEMPORARY = "ban_temporary", pgettext_lazy("measure", "Ban the author for a time")
    BAN_PERMANENT = "ban_permanent", pgettext_lazy("measure", "Ban the author for good")
    REPORT = "report_to_platform", pgettext_lazy("measure", "Report it to the platform")
    COMPLAINT = "criminal_complaint", pgettext_lazy("measure", "File a criminal complaint")


BANS = (Measure.BAN_TEMPORARY, Measure.BAN_PERMANENT)
# Nobody loses anything by these, so they need facts, but no rule that was broken.
WITHOUT_RULE = (Measure.NONE, Measure.REPLY)
# These take something from the author, who is heard first.
BURDENS = (Measure.HIDE, Measure.DELETE, *BANS)


class CaseState(models.TextChoices):
    OPEN = "open", pgettext_lazy("moderation", "To decide")
    HEARING = "hearing", pgettext_lazy("moderation", "Author is being heard")
    DECIDED = "decided", pgettext_lazy("moderation", "Decided")
    APPEALED = "appealed", pgettext_lazy("moderation", "Appeal waiting")


UNDECIDED = (CaseState.OPEN, CaseState.HEARING)


class AppealOutcome(models.TextChoices):
    UPHELD = "upheld", pgettext_lazy("appeal", "The decision stands")
    CHANGED = "changed", pgettext_lazy("appeal", "The decision is changed")


class BanVerdict(models.TextChoices):
    """What the yearly look at a ban for good came to."""

    KEPT = "kept", pgettext_lazy("ban", "The ban stays")
    LIFTED = "lifted", pgettext_lazy("ban", "The ban is lifted")


class Heard(models.TextChoices):
    """How we were told about content on our channel."""

    MAIL = "mail", pgettext_lazy("notice", "By e-mail")
    MESSAGE = "message", pgettext_lazy("notice", "By message on the channel")
    FORM = "form", pgettext_lazy("notice", "By the platform’s own form")
    PHONE = "phone", pgettext_lazy("notice", "By phone")
    LETTER = "letter", pgettext_lazy("notice", "By letter")
    IN_PERSON = "in_person", pgettext_lazy("notice", "In person")


class NoticeState(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("notice", "To check")
    CHECKED = "checked", pgettext_lazy("notice", "To decide")
    DECIDED = "decided", pgettext_lazy("notice", "To answer")
    ANSWERED = "answered", pgettext_lazy("notice", "Answered")


class NoticeVerdict(models.TextChoices):
    REMOVED = "removed", pgettext_lazy("notice", "The content is removed")
    RESTRICTED = "restricted", pgettext_lazy("notice", "The content is hidden or changed")
    KEPT = "kept", pgettext_lazy("notice", "The content stays")
    NOT_OURS = "not_ours", pgettext_lazy("notice", "Not on a channel of ours")


class ReviewFault(models.TextChoices):
    """Why a review should not stand."""

    UNTRUE = "untrue", pgettext_lazy("review", "It states untrue facts")
    INSULT = "insult", pgettext_lazy("review", "It insults or threatens")
    NO_CONTACT = "no_contact", pgettext_lazy("review", "We find no contact with the reviewer")
    SECRETS = "secrets", pgettext_lazy("review", "It reveals personal data or secrets")


class ReviewState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("review", "Notice to write")
    SENT = "sent", pgettext_lazy("review", "Operator is asked")
    CLOSED = "closed", pgettext_lazy("review", "Closed")


class ReviewOutcome(models.TextChoices):
    REMOVED = "removed", pgettext_lazy("review", "The operator removed it")
    CHANGED = "changed", pgettext_lazy("review", "It was changed")
    KEPT = "kept", pgettext_lazy("review", "The operator keeps it")
    ANSWERED = "answered", pgettext_lazy("review", "We answered it in public")
    DROPPED = "dropped", pgettext_lazy("review", "We let it stand")
