"""The refusals of certificates, each named after the rule it protects."""

from django.utils.translation import gettext_lazy as _

from portal.documents import keeping


class RecordErased(keeping.RecordErased):
    message = _("The personal data of this completion was erased by rule. No certificate can be issued.")


class CertificateDamaged(keeping.StoredFileDamaged):
    """The stored bytes are not those that were issued; they are never shown as if they were (E4)."""

    message = _(
        "The stored file of this certificate is missing or was changed. Please tell your system "
        "administration: it has to be restored from the backup."
    )
