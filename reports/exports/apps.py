from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What the details of the verbs below are called in the trail.
DETAILS = {
    "acknowledgements": pgettext_lazy("trail", "Confirmations"),
    "completions": pgettext_lazy("trail", "Completed courses"),
    "open": pgettext_lazy("trail", "Open requests"),
    "manifest": pgettext_lazy("trail", "Digest of the manifest (SHA-256)"),
    "files": pgettext_lazy("trail", "Files"),
}


class ExportsConfig(AppConfig):
    name = "reports.exports"
    label = "exports"
    verbose_name = _("Exports")

    def ready(self) -> None:
        from accounts.people.registry import Stored, stored_facts
        from portal.audit.registry import Verb, looks, objects, verbs
        from portal.mail.registry import mail_kinds
        from portal.ui.registry import nav
        from reports.exports.permissions import sees_exports
        from reports.exports.registry import TITLES

        nav.register(_("Exports"), "exports:export-list", icon="package", order=620, visible=sees_exports)
        looks("export.downloaded")
        stored_facts(
            Stored(
                _("Exports"),
                _("Who asked for which selection, when it was built, and who fetched it"),
                _("Evidence for auditors and courts; every download can be followed"),
                _("The file for 7 days, the record of it for good"),
            )
        )
        mail_kinds(
            {
                "exports.ready": pgettext_lazy("mail", "Export is ready"),
                "exports.list_ready": pgettext_lazy("mail", "Export of a list is ready"),
            }
        )
        objects({"exports.export": _("Export")})
        verbs(
            "exports",
            {
                "export.list_requested": Verb(_("Export of a list requested"), "rows", list=TITLES),
                "export.list_ready": Verb(_("Export of a list ready"), "sha256", "rows"),
                "export.requested": Verb(_("Export requested"), "acknowledgements", "open"),
                "export.courses_requested": Verb(_("Export of course certificates requested"), "completions"),
                "export.retried": Verb(_("Export tried again")),
                "export.ready": Verb(_("Export ready"), "manifest", "sha256", "files"),
                "export.downloaded": Verb(_("Export downloaded"), "sha256"),
                "export.expired": Verb(_("Export expired")),
                "export.refused": Verb(_("Export refused"), "rule"),
            },
            details=DETAILS,
        )
