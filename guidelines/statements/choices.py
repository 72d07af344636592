from django.db import models
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("statement", "Draft")
    WAITING = "waiting", pgettext_lazy("statement", "Waiting for approval")
    APPROVED = "approved", pgettext_lazy("statement", "Approved")
    PUBLISHED = "published", pgettext_lazy("statement", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("statement", "Withdrawn")


# What is still on its way to the public.
UNDER_WAY = (State.DRAFT, State.WAITING, State.APPROVED)
# What its author may still change: every new wording needs every approval again.
CHANGEABLE = (State.DRAFT, State.WAITING, State.APPROVED)


class Verdict(models.TextChoices):
    """What somebody said to a wording, for the role they had."""

    APPROVED = "approved", pgettext_lazy("statement", "Approved")
    REFUSED = "refused", pgettext_lazy("statement", "Sent back")
    # The lead goes on without a role that nobody can be reached for; with a reason, for everybody to see.
    WAIVED = "waived", pgettext_lazy("statement", "Not waited for")
