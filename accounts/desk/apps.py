from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "accounts.desk"
    label = "desk"

    def ready(self) -> None:
        from accounts.desk import jobs, registry  # noqa: F401
        from accounts.desk.my_data import about_person
        from accounts.desk.permissions import can_use_the_desk
        from accounts.people.registry import my_data_provider
        from portal.audit.registry import Verb, objects, verbs
        from portal.ui.registry import nav

        registry.open_at_kiosk("desk:enter")
        my_data_provider(about_person)
        nav.register(_("Desk codes"), "desk:hand-out", icon="ticket", order=610, visible=can_use_the_desk)
        objects({"desk.deskcode": _("Desk code")})
        verbs(
            "desk",
            {
                "desk.code_handed_out": Verb(_("Desk code handed out")),
                "desk.code_withdrawn": Verb(_("Desk code withdrawn")),
                "desk.signed_in": Verb(_("Signed in with a desk code")),
                "desk.refused": Verb(_("Desk code refused"), "rule"),
            },
        )
