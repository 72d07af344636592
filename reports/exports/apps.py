from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExportsConfig(AppConfig):
    name = "reports.exports"
    label = "exports"
    verbose_name = _("Exports")

    def ready(self) -> None:
        from portal.audit.registry import verbs
        from portal.ui.registry import nav
        from reports.exports.permissions import sees_exports

        nav.register(_("Exports"), "exports:export-list", icon="package", order=620, visible=sees_exports)
        verbs(
            "exports",
            {
                "export.requested": {"acknowledgements", "open"},
                "export.retried": (),
                "export.ready": {"manifest", "sha256", "files"},
                "export.downloaded": {"sha256"},
                "export.expired": (),
                "export.refused": {"rule"},
            },
        )
