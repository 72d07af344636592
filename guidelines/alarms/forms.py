from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guidelines.alarms.choices import BodyFormat, ChannelKind
from guidelines.alarms.models import AlarmChannel
from guidelines.alarms.operations.channels import Wanted

EXAMPLE_BODY = '{"to": "{number}", "text": "{text}"}'
EXAMPLE_HEADERS = "Authorization: Bearer {secret}"


class ChannelForm(forms.Form):
    """A webhook or an SMS gateway. Of what is stored, address and secret never come back."""

    name = forms.CharField(label=pgettext_lazy("alarm channel", "Name"), max_length=80)
    address = forms.CharField(label=pgettext_lazy("alarm channel", "Address"), max_length=300)
    secret = forms.CharField(
        label=_("Secret"),
        max_length=500,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    body_format = forms.ChoiceField(
        label=_("Sent as"), choices=BodyFormat.choices, initial=BodyFormat.JSON, widget=forms.RadioSelect
    )
    body = forms.CharField(
        label=_("Body"),
        max_length=2000,
        initial=EXAMPLE_BODY,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text=_("A JSON object. {number}, {text}, {key} and {secret} are filled in when it is sent."),
    )
    headers = forms.CharField(
        label=_("Headers"),
        max_length=1000,
        required=False,
        initial=EXAMPLE_HEADERS,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_("One per line. {secret} and {key} are filled in."),
    )

    def __init__(self, *args: Any, kind: ChannelKind, channel: AlarmChannel | None, **kwargs: Any) -> None:
        if channel is not None:
            shown = ("name", "body_format", "body", "headers")
            kwargs.setdefault("initial", {name: getattr(channel, name) for name in shown})
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind == ChannelKind.WEBHOOK:
            for name in ("body_format", "body", "headers"):
                del self.fields[name]
        self.fields["secret"].help_text = self._about_secret(channel)
        self.fields["secret"].required = channel is None and kind == ChannelKind.WEBHOOK
        if channel is not None:
            self.fields["address"].required = False
            self.fields["address"].help_text = _("Leave it empty to keep the one that is there.")

    def _about_secret(self, channel: AlarmChannel | None) -> Any:
        if channel is not None:
            return _("Stored encrypted and never shown. Leave it empty to keep the one that is there.")
        if self.kind == ChannelKind.WEBHOOK:
            return _("At least 24 characters; the receiver checks the signature with it. Never shown again.")
        return _("What the gateway asks for, for example an API key. Stored encrypted and never shown.")

    def wanted(self) -> Wanted:
        return Wanted(kind=self.kind, **self.cleaned_data)
