from django.db import models
from django.utils.translation import pgettext_lazy


class EvidenceKind(models.TextChoices):
    """What a certificate proves. The last three are the negative cases."""

    ACKNOWLEDGEMENT = "acknowledgement", pgettext_lazy("evidence", "Confirmation")
    RESERVATION = "reservation", pgettext_lazy("evidence", "Answer under reservation")
    WITHDRAWAL = "withdrawal", pgettext_lazy("evidence", "Withdrawal of a consent")
    SUPERSEDED = "superseded", pgettext_lazy("evidence", "Superseded version")


# The certificate of the answer itself; every acknowledgement has exactly one of these two.
PRIMARY = (EvidenceKind.ACKNOWLEDGEMENT, EvidenceKind.RESERVATION)

SERIAL_LETTERS = {
    EvidenceKind.ACKNOWLEDGEMENT: "A",
    EvidenceKind.RESERVATION: "R",
    EvidenceKind.WITHDRAWAL: "W",
    EvidenceKind.SUPERSEDED: "S",
}


class Standing(models.TextChoices):
    """Where an acknowledgement stands today, for whoever checks a certificate."""

    VALID = "valid", pgettext_lazy("standing", "Valid")
    UNDER_RESERVATION = "under_reservation", pgettext_lazy("standing", "Under reservation")
    WITHDRAWN = "withdrawn", pgettext_lazy("standing", "Withdrawn")
    SUPERSEDED = "superseded", pgettext_lazy("standing", "A newer version is in force")
    RETIRED = "retired", pgettext_lazy("standing", "The guideline is no longer in force")
