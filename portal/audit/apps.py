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
        from portal.audit.registry import Verb, looks, may_read_trail, objects, verbs
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
        objects({"audit.exportedhead": _("Head of the chain outside the database")})
        verbs(
            "audit",
            {
                "trail.searched": Verb(_("Person looked up in the trail"), "reason", "found"),
                "trail.search_refused": Verb(_("Look-up in the trail refused"), "rule"),
                "trail.head_altered": Verb(_("Altered head of the chain found")),
                "trail.exported": Verb(_("Rows of the trail taken as a file"), "filter", "kind", "until"),
                "trail.checked": Verb(_("Chain checked"), "rows", "first_broken"),
                "trail.head_exported": Verb(_("Head of the chain carried out of the database"), "day", "seq"),
                "trail.head_stamped": Verb(_("Head of the chain stamped with the time"), "day", "authority"),
            },
        )
