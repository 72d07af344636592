from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "portal.audit"
    label = "audit"

    def ready(self) -> None:
        from portal.audit import checks  # noqa: F401
        from portal.audit.append_only import install_triggers
        from portal.audit.operations import reseal, sealed_heads
        from portal.audit.registry import looks, may_read_trail, verbs
        from portal.audit.trail import open_chain
        from portal.keys.registry import holder
        from portal.ui.registry import nav

        nav.register(
            _("Audit trail"), "audit:trail-list", icon="footprints", order=800, visible=may_read_trail
        )
        holder("heads of the trail", sealed_heads, reseal)
        post_migrate.connect(install_triggers, dispatch_uid="audit.install_triggers")
        post_migrate.connect(open_chain, sender=self, dispatch_uid="audit.open_chain")
        looks("trail.searched", "trail.exported")
        verbs(
            "audit",
            {
                "trail.searched": {"reason", "found"},
                "trail.search_refused": {"rule"},
                "trail.head_altered": (),
                "trail.exported": {"filter", "kind", "until"},
                "trail.checked": {"rows", "first_broken"},
                "trail.head_exported": {"day", "seq"},
                "trail.head_stamped": {"day", "authority"},
            },
        )
