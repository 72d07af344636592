from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.people.models import Employee
from accounts.people.registry import Section
from accounts.sso.providers import all_providers


def about_person(person: Employee) -> Iterable[Section]:
    """The company accounts somebody is linked with."""
    names = {provider.slug: provider.name for provider in all_providers()}
    rows = [
        {
            _("Provider"): names.get(identity.provider, identity.provider),
            _("Subject there"): identity.subject,
            _("Linked at"): identity.linked_at,
            _("Last used at"): identity.used_at or "",
        }
        for identity in person.identities.order_by("provider")
    ]
    yield Section(_("Company sign-in"), rows)
