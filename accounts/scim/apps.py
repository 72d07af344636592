from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScimConfig(AppConfig):
    name = "accounts.scim"
    label = "scim"
    verbose_name = _("Directory")

    def ready(self) -> None:
        from accounts.scim import registrations
        from portal.audit.registry import verbs

        registrations.connect()
        verbs(
            "scim",
            {
                "scim.token_made": (),
                "scim.token_revoked": (),
                "scim.refused": (),
                "scim.group_saved": {"joined", "left", "digest"},
                "scim.group_deleted": {"left"},
                "scim.leaving_waits": (),
                "scim.leavings_decided": {"outcome", "count", "digest"},
            },
        )
