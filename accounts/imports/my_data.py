"""What this room stores about somebody, for "my data".

A planned leaving date is left out on purpose: nothing hints at it before it takes effect.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.imports.choices import Act
from accounts.people.models import Employee
from accounts.people.registry import Section

HIDDEN = (Act.PLANNED,)


def stored_about(person: Employee) -> list[Section]:
    """Imports that did something to `person`."""
    rows = [
        {
            pgettext_lazy("audit", "Time"): found.at,
            pgettext_lazy("audit", "What happened"): found.get_act_display(),
        }
        for found in person.imports.exclude(act__in=HIDDEN).order_by("at", "pk")
    ]
    return [Section(_("Imports from the personnel system"), rows)] if rows else []
