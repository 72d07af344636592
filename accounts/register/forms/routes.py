from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.people.forms.fields import PersonField
from accounts.register.choices import PublishesThrough, RouteKind, StandsOn
from accounts.register.models import AccessRoute, ToolConnection


class RouteForm(forms.ModelForm):
    """A way to work on an account."""

    publisher = PersonField(
        label=_("Whose profile"),
        required=False,
        help_text=_("Only where posts go over a colleague’s profile."),
    )

    class Meta:
        model = AccessRoute
        fields = (
            "kind",
            "publishes_through",
            "publisher",
            "needs_private_phone",
            "terms",
            "clause",
            "steps_de",
            "steps_en",
            "seen_de",
            "seen_en",
        )
        help_texts = {"publishes_through": _("Only for a named publisher or agency.")}
        widgets = {
            name: forms.Textarea(attrs={"rows": 3}) for name in ("steps_de", "steps_en", "seen_de", "seen_en")
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        publishes = data.get("kind") == RouteKind.PUBLISHER
        if publishes and not data.get("publishes_through"):
            self.add_error("publishes_through", _("Please say through what is published."))
        if not publishes:
            data["publishes_through"] = ""
        if data.get("publishes_through") == PublishesThrough.PROFILE:
            if not data.get("publisher") and "publisher" not in self.errors:
                self.add_error("publisher", _("Please say whose profile it is."))
        else:
            data["publisher"] = None
        return data


class ConnectionForm(forms.ModelForm):
    """A tool and whose login it stands on."""

    person = PersonField(label=_("Whose login"), required=False)

    class Meta:
        model = ToolConnection
        fields = ("tool", "stands_on", "person")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("stands_on") != StandsOn.PERSON:
            data["person"] = None
        elif not data.get("person") and "person" not in self.errors:
            self.add_error("person", _("Please say whose login it is."))
        return data
