from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.people.forms import PersonField


class HandOutForm(forms.Form):
    person = PersonField(label=_("Who stands before you?"))


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
