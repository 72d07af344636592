from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScimConfig(AppConfig):
    name = "accounts.scim"
    label = "scim"
    verbose_name = _("Directory")

    def ready(self) -> None:
        from accounts.scim import registrations
        from accounts.scim.choices import Outcome
        from portal.audit.registry import Verb, objects, verbs

        registrations.connect()
        objects(
            {
                "scim.scimtoken": _("Token of the directory"),
                "scim.directorygroup": _("Group of the directory"),
                "scim.directoryleaving": _("Leaving told by the directory"),
            }
        )
        verbs(
            "scim",
            {
                "scim.token_made": Verb(_("Token of the directory made")),
                "scim.token_revoked": Verb(_("Token of the directory revoked")),
                "scim.refused": Verb(_("Token of the directory refused")),
                "scim.group_saved": Verb(_("Group of the directory saved"), "joined", "left", "digest"),
                "scim.group_deleted": Verb(_("Group of the directory deleted"), "left"),
                "scim.leaving_waits": Verb(_("Leaving told by the directory waits for a person")),
                "scim.leavings_decided": Verb(
                    _("Leavings told by the directory decided"), "count", "digest", outcome=Outcome
                ),
            },
        )
