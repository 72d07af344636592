from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.desk.permissions import can_hand_out
from accounts.people.forms import PersonField
from accounts.people.models import Employee


class HandOutForm(forms.Form):
    person = PersonField(label=_("Who stands before you?"))

    def __init__(self, *args: Any, by: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_person(self) -> Employee:
        """Somebody this HR person is not responsible for is not found, as on every page of theirs."""
        person = self.cleaned_data["person"]
        if not can_hand_out(person, by=self.by):
            raise forms.ValidationError(PersonField.default_error_messages["unknown"], code="unknown")
        return person


class VisitForm(forms.Form):
    """What somebody brings from the HR desk."""

    number = forms.CharField(
        label=_("Personnel number or login id"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    code = forms.CharField(
        label=_("Code from the HR desk"),
        max_length=32,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
