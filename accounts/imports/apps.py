from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What the details of the verbs below are called in the trail.
DETAILS = {
    "new": pgettext_lazy("trail", "New people"),
    "changed": pgettext_lazy("trail", "People changed"),
    "back": pgettext_lazy("trail", "People who came back"),
    "leaving": pgettext_lazy("trail", "People who leave"),
    "sha256": pgettext_lazy("trail", "Digest of the file (SHA-256)"),
}


class ImportsConfig(AppConfig):
    name = "accounts.imports"
    label = "imports"
    verbose_name = _("Import of people")

    def ready(self) -> None:
        from accounts.imports import jobs  # noqa: F401
        from accounts.imports.my_data import stored_about
        from accounts.imports.permissions import can_import
        from accounts.people.registry import my_data_provider
        from portal.audit.registry import Verb, objects, verbs
        from portal.ui.registry import nav

        my_data_provider(stored_about)
        nav.register(_("Import people"), "imports:import-list", icon="file-up", order=605, visible=can_import)
        objects(
            {
                "imports.peopleimport": _("Import of people"),
                "imports.importedrow": _("Row of an import"),
            }
        )
        applied = ("new", "changed", "back", "leaving", "count", "digest", "sha256")
        verbs(
            "imports",
            {
                "import.uploaded": Verb(_("File of people uploaded"), "sha256"),
                "import.applied": Verb(_("Import applied"), *applied),
                "import.undone": Verb(_("Import undone"), "count", "digest"),
                "import.discarded": Verb(_("Import discarded")),
                "import.refused": Verb(_("Import refused"), "rule"),
            },
            details=DETAILS,
        )
