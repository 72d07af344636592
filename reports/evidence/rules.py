"""The refusals of this room, each named after the rule it protects."""

from django.utils.translation import gettext_lazy as _

from portal.audit.rules import RuleBroken
from portal.documents import keeping
from portal.documents.keeping import StoredFileDamaged


class NoSuchEvidence(keeping.NothingToIssue):
    """The acknowledgement was not withdrawn, or not superseded: there is nothing to certify."""


class RecordErased(keeping.RecordErased):
    message = _("The personal data of this acknowledgement was erased by rule. No certificate can be issued.")


class EvidenceDamaged(StoredFileDamaged):
    """The stored bytes are not those that were issued; they are never shown as if they were (E4)."""

    message = _(
        "The stored file of this certificate is missing or was changed. Please tell your system "
        "administration: it has to be restored from the backup."
    )


class NothingToSample(RuleBroken):
    message = _("Nobody has answered in these days.")
