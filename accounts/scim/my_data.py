"""What this room stores about somebody, for "my data"."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import Employee
from accounts.people.registry import Section
from accounts.scim.references import entry_of


def about_directory(person: Employee) -> list[Section]:
    """What the company's directory told the portal; nothing when it never did."""
    entry = entry_of(person)
    groups = ", ".join(
        person.directory_memberships.order_by("group__name").values_list("group__name", flat=True)
    )
    if entry is None and not groups:
        return []
    row = {pgettext_lazy("directory", "Groups"): groups}
    if entry is not None:
        row |= {
            _("User name"): entry.user_name,
            _("Id there"): entry.external_id,
            _("Name in full"): entry.formatted_name,
            _("Display name"): entry.display_name,
            _("Given name"): entry.given_name,
            _("Family name"): entry.family_name,
            _("Language"): " · ".join(filter(None, [entry.preferred_language, entry.locale])),
            _("Time zone"): entry.time_zone,
            _("Department"): entry.department,
            _("Last changed by the directory"): entry.changed_at,
        }
    return [Section(_("From the company's directory"), [row])]
