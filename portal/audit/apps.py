from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What the details of the verbs below are called in the trail.
DETAILS = {
    "reason": pgettext_lazy("trail", "Reason"),
    "found": pgettext_lazy("trail", "Rows found"),
    "until": pgettext_lazy("trail", "Last row"),
    "first_broken": pgettext_lazy("trail", "First broken row (0: none)"),
    "day": pgettext_lazy("trail", "Day"),
    "seq": pgettext_lazy("trail", "Row number"),
    "authority": pgettext_lazy("trail", "Time-stamping authority"),
}
# And what details are called that mean the same in every room.
SHARED_DETAILS = {
    "count": pgettext_lazy("trail", "How many"),
    "digest": pgettext_lazy("trail", "Digest of who or what"),
    "filter": pgettext_lazy("trail", "Filtered by"),
    "joined": pgettext_lazy("trail", "Added"),
    "kind": pgettext_lazy("trail", "Kind"),
    "language": pgettext_lazy("trail", "Language"),
    "left": pgettext_lazy("trail", "Removed"),
    "list": pgettext_lazy("trail", "List"),
    "method": pgettext_lazy("trail", "Method"),
    "outcome": pgettext_lazy("trail", "Outcome"),
    "rows": pgettext_lazy("trail", "Rows"),
    "rule": pgettext_lazy("trail", "Rule"),
    "sha256": pgettext_lazy("trail", "Digest (SHA-256)"),
    "why": pgettext_lazy("trail", "Why"),
}


class AuditConfig(AppConfig):
    name = "portal.audit"
    label = "audit"

    def ready(self) -> None:
        from portal.audit import checks  # noqa: F401
        from portal.audit.append_only import install_triggers
        from portal.audit.operations import reseal, sealed_heads
        from portal.audit.registry import Verb, looks, may_read_trail, objects, shared_details, verbs
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
        shared_details(SHARED_DETAILS)
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
            details=DETAILS,
        )
