from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.forms.fields import DayField
from accounts.register.choices import Confidence, FactValue
from accounts.register.models import Platform
from accounts.register.rules import DateInTheFuture, SourceRequired


class PlatformForm(forms.ModelForm):
    """A platform of the company's own."""

    class Meta:
        model = Platform
        fields = ("name_de", "name_en", "slug", "kind")


class FactForm(forms.Form):
    """What is known now, and from where."""

    value = forms.ChoiceField(label=_("Answer"), choices=FactValue.choices)
    text_de = forms.CharField(label=_("In German"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)
    text_en = forms.CharField(
        label=_("In English"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )
    source = forms.CharField(label=_("Source"), max_length=300, required=False)
    clause = forms.CharField(label=_("Clause"), max_length=200, required=False)
    source_on = DayField(label=_("Date of the source"), required=False)
    checked_on = DayField(label=_("Checked on"))
    confidence = forms.ChoiceField(label=_("How reliable"), choices=Confidence.choices)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("value") != FactValue.UNKNOWN and not data.get("source"):
            self.add_error("source", SourceRequired.message)
        for name in ("source_on", "checked_on"):
            if data.get(name) and data[name] > timezone.localdate():
                self.add_error(name, DateInTheFuture.message)
        return data
