from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guidelines.playbooks.choices import NumberKind
from guidelines.playbooks.models import Contact


class ContactForm(forms.ModelForm):
    """Who fills a contact slot."""

    is_checked = forms.BooleanField(label=_("I have just made sure that this is right"), required=False)

    class Meta:
        model = Contact
        fields: ClassVar = ["name", "organisation", "phone", "email", "language", "hours", "note"]
        widgets: ClassVar = {"note": forms.Textarea(attrs={"rows": 3})}


class NumberForm(forms.Form):
    """A number somebody gives of their own accord, or their company phone."""

    kind = forms.ChoiceField(
        label=_("Whose phone is it?"), choices=NumberKind.choices, widget=forms.RadioSelect
    )
    number = forms.CharField(
        label=_("Phone number"),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )


class CompanyNumberForm(forms.Form):
    number = forms.CharField(
        label=pgettext_lazy("number", "Company phone"),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )


class ChangedForm(forms.Form):
    """What a contact says instead of "still right"."""

    text = forms.CharField(
        label=_("What has changed?"), widget=forms.Textarea(attrs={"rows": 4}), max_length=1000
    )
