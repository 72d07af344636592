from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What the details of the verbs below are called in the trail.
DETAILS = {
    "scopes": pgettext_lazy("trail", "May read"),
    "within": pgettext_lazy("trail", "Part of the company"),
    "until": pgettext_lazy("trail", "Valid until"),
    "shown": pgettext_lazy("trail", "Rows handed out"),
}


class ApiConfig(AppConfig):
    name = "reports.api"
    label = "api"
    verbose_name = _("Read API")

    def ready(self) -> None:
        from portal.audit.registry import Verb, looks, objects, verbs
        from reports.api import registrations
        from reports.api.choices import Scope

        registrations.connect()
        objects({"api.apitoken": _("Token of the API")})
        looks("api.read")
        verbs(
            "api",
            {
                "api.token_made": Verb(_("Token of the API made"), "scopes", "within", "until"),
                "api.token_confirmed": Verb(_("Token of the API confirmed"), "scopes", "within", "until"),
                "api.token_revoked": Verb(_("Token of the API revoked")),
                "api.token_refused": Verb(_("Token of the API let nobody in")),
                "api.read": Verb(_("Read through the API"), "count", "digest", "shown", list=Scope),
                "api.refused": Verb(_("Act on a token of the API refused"), "rule"),
            },
            details=DETAILS,
        )
