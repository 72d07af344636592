from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from training.xapi.models import RecordStore


class StoreForm(forms.Form):
    """Where a record store is and how the portal signs in there."""

    endpoint = forms.CharField(
        label=_("Address"),
        max_length=300,
        help_text=_("Without /statements, for example https://lrs.example.com/xapi"),
    )
    username = forms.CharField(label=_("Key or user name"), max_length=200)
    password = forms.CharField(
        label=_("Secret or password"),
        max_length=500,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Stored encrypted and never shown. Leave it empty to keep the one that is there."),
    )

    def __init__(self, *args: Any, store: RecordStore | None, **kwargs: Any) -> None:
        if store is not None:
            kwargs.setdefault("initial", {"endpoint": store.endpoint, "username": store.username})
        super().__init__(*args, **kwargs)
