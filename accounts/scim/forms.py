from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.forms.fields import DayField
from accounts.people.models import Entity, Location


class TokenForm(forms.Form):
    """A new token: what it is called, whose people it manages and how long it is valid."""

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("What the trail will call it, for example “Entra ID”.")
    )
    entity = forms.ModelChoiceField(
        label=_("Entity"),
        queryset=Entity.objects.order_by("name"),
        empty_label=None,
        help_text=_("The token sees and changes the people of this entity, no others."),
    )
    location = forms.ModelChoiceField(
        label=_("Location"),
        queryset=Location.objects.order_by("name"),
        empty_label=None,
        help_text=_("Where new people work until HR says otherwise."),
    )
    last_day = DayField(label=_("Valid until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = timezone.localdate() + timedelta(
            days=settings.SCIM_TOKEN_VALID_DAYS
        )

    def clean_last_day(self) -> date:
        last_day: date = self.cleaned_data["last_day"]
        today = timezone.localdate()
        if not today < last_day <= today + timedelta(days=2 * settings.SCIM_TOKEN_VALID_DAYS):
            raise forms.ValidationError(_("Choose a day after today, within two years."))
        return last_day
