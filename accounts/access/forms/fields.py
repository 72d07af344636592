import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access.operations.requests import MOST_AT_ONCE
from accounts.access.rules import TooMany
from accounts.people.models import Employee


class PeopleField(forms.CharField):
    """Several people, one per line or separated by commas, by what `PersonField` finds one by."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, **kwargs: Any) -> None:
        help_text = gettext_lazy(
            "Login id, work e-mail or personnel number; one per line or with commas between."
        )
        super().__init__(help_text=help_text, max_length=20_000, **kwargs)

    def clean(self, value: Any) -> list[Employee]:
        parts = [part.strip() for part in re.split(r"[\n,;]+", super().clean(value)) if part.strip()]
        if len(parts) > MOST_AT_ONCE:
            raise forms.ValidationError(str(TooMany(MOST_AT_ONCE).message))
        known = _known(parts)
        unknown = [part[:60] for part in parts if len(known[part.lower()]) != 1]
        if unknown:
            raise forms.ValidationError(
                _("Nobody, or more than one, is found by: %(names)s.") % {"names": ", ".join(unknown[:10])}
            )
        return list({person.pk: person for part in parts for person in known[part.lower()]}.values())


def _known(parts: Iterable[str]) -> dict[str, list[Employee]]:
    """Whom each name means, in two queries: by login id or work e-mail, else by personnel number."""
    names = {part.lower() for part in parts}
    employed = Employee.objects.employed().select_related("location")
    found: dict[str, list[Employee]] = {name: [] for name in names}
    for person in employed.filter(Q(login_id__in=names) | Q(email__in=names)):
        for name in {person.login_id, person.email} & names:
            found[name].append(person)
    rest = [name for name in names if not found[name]]
    numbered = employed.annotate(number=Lower("personnel_number")).filter(number__in=rest)
    for person in numbered if rest else ():
        found[person.number].append(person)
    return found
