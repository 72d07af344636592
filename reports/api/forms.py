from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.forms.fields import DayField
from accounts.people.models import Employee
from reports.api.choices import Scope
from reports.api.limits import TOKEN_MAX_DAYS
from reports.api.parts import parts_of
from reports.api.rules import TooLong


class TokenForm(forms.Form):
    """A new token: what it is called, what it may read of whom, and until when."""

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("The system that reads, for example “Data warehouse”.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("May read"),
        choices=Scope,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("No more than it needs."),
    )
    part = forms.ChoiceField(label=_("About the people of"))
    expires_on = DayField(label=_("Valid until"), help_text=_("One year at most."))

    def __init__(self, *args: Any, by: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = {part.key: part for part in parts_of(by)}
        self.fields["part"].choices = [(key, part.label) for key, part in self.parts.items()]
        self.fields["expires_on"].initial = timezone.localdate() + timedelta(days=TOKEN_MAX_DAYS)

    def clean_expires_on(self) -> date:
        day: date = self.cleaned_data["expires_on"]
        today = timezone.localdate()
        if not today <= day <= today + timedelta(days=TOKEN_MAX_DAYS):
            raise forms.ValidationError(TooLong.message)
        return day

    def facts(self) -> dict[str, Any]:
        """What `make_token` is told."""
        part = self.parts[self.cleaned_data["part"]]
        return {
            "name": self.cleaned_data["name"],
            "scopes": [Scope(slug) for slug in self.cleaned_data["scopes"]],
            "expires_on": self.cleaned_data["expires_on"],
            "entity": part.entity,
            "department": part.department,
        }
