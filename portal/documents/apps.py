from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What the details of the verbs below are called in the trail.
DETAILS = {
    "found": pgettext_lazy("trail", "Finding"),
}


class DocumentsConfig(AppConfig):
    name = "portal.documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        from portal.audit.registry import Verb, verbs
        from portal.documents.keeping import Damage

        found = {
            Damage.MISSING: pgettext_lazy("stored file", "missing"),
            Damage.CHANGED: pgettext_lazy("stored file", "changed"),
        }
        verbs("documents", {"document.damaged": Verb(_("Damaged file found"), found=found)}, details=DETAILS)
