import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access.operations.requests import MOST_AT_ONCE
from accounts.access.rules import TooMany
from accounts.people.forms.fields import PersonField
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
        parts = [part for part in re.split(r"[\n,;]+", super().clean(value)) if part.strip()]
        if len(parts) > MOST_AT_ONCE:
            raise forms.ValidationError(str(TooMany(MOST_AT_ONCE).message))
        found, unknown = {}, []
        for part in parts:
            try:
                person = PersonField().clean(part)
            except forms.ValidationError:
                unknown.append(part.strip()[:60])
                continue
            if person is not None:
                found[person.pk] = person
        if unknown:
            raise forms.ValidationError(
                _("Nobody, or more than one, is found by: %(names)s.") % {"names": ", ".join(unknown[:10])}
            )
        return list(found.values())
