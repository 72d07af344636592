from django.db import models
from django.utils.translation import pgettext_lazy


class ProposalState(models.TextChoices):
    SUBMITTED = "submitted", pgettext_lazy("proposal", "Waiting for approval")
    SENT_BACK = "sent-back", pgettext_lazy("proposal", "Sent back")
    WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "Withdrawn")
    RELEASED = "released", pgettext_lazy("proposal", "Released")
