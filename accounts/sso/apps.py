from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What the details of the verbs below are called in the trail.
DETAILS = {
    "by": pgettext_lazy("trail", "Recognised by"),
    "provider": pgettext_lazy("trail", "Provider"),
}
RECOGNISED_BY = {
    "personnel_number": pgettext_lazy("trail", "Personnel number"),
    "login_id": pgettext_lazy("trail", "Login id"),
    "email": pgettext_lazy("trail", "Work e-mail"),
    "created": pgettext_lazy("trail", "Nothing: put on record then"),
}


class SsoConfig(AppConfig):
    name = "accounts.sso"
    label = "sso"

    def ready(self) -> None:
        from django.core import checks

        from accounts.people import registry
        from accounts.sso import my_data, proving
        from accounts.sso.checks import check_providers
        from accounts.sso.operations import forget_identities
        from accounts.sso.providers import usable_providers
        from accounts.sso.ways import company_ways
        from portal.audit.registry import Verb, verbs
        from portal.ui.registry import sign_in_ways

        checks.register(check_providers)
        sign_in_ways.append(company_ways)
        registry.proof_provider(proving.ways_of, pages=("sso:prove", "sso:arrive"))
        registry.role_sources(lambda: [(one.source, one.name) for one in usable_providers()])
        registry.on_sign_in_reset(forget_identities)
        registry.my_data_provider(my_data.about_person)
        verbs(
            "sso",
            {
                "sso.linked": Verb(_("Company sign-in linked"), "provider", by=RECOGNISED_BY),
                "sso.unlinked": Verb(_("Company sign-in unlinked"), "provider"),
                "sso.refused": Verb(_("Company sign-in refused"), "rule"),
            },
            details=DETAILS,
        )
