from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExportsConfig(AppConfig):
    name = "reports.exports"
    label = "exports"
    verbose_name = _("Exports")

    def ready(self) -> None:
        from accounts.people.registry import Stored, stored_facts
        from portal.audit.registry import looks, verbs
        from portal.ui.registry import nav
        from reports.exports.permissions import sees_exports

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
        verbs(
            "exports",
            {
                "export.list_requested": {"list", "rows"},
                "export.list_ready": {"sha256", "rows"},
                "export.requested": {"acknowledgements", "open"},
                "export.retried": (),
                "export.ready": {"manifest", "sha256", "files"},
                "export.downloaded": {"sha256"},
                "export.expired": (),
                "export.refused": {"rule"},
            },
        )
