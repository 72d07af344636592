from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.people.models import Employee
from accounts.people.registry import Section


def about_person(person: Employee) -> Iterable[Section]:
    """When somebody was given a code at the HR desk, and whether it was used."""
    rows = [
        {
            _("Handed out at"): code.handed_out_at,
            _("By"): code.handed_out_by,
            _("Used at"): code.used_at or "",
        }
        for code in person.desk_codes.select_related("handed_out_by").order_by("handed_out_at")
    ]
    yield Section(_("Codes of the HR desk"), rows)
