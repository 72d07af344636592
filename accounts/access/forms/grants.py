from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.access.models import AccessPolicy
from accounts.access.registry import requirement_choices
from accounts.people.forms.fields import DayField


class GrantFilterForm(forms.Form):
    """Of which account to list the access."""

    account = forms.CharField(label=_("Handle"), max_length=200, required=False)


class ExtendForm(forms.Form):
    """How much longer, and why."""

    ends_on = DayField(label=_("New last day"))
    reason = forms.CharField(
        label=_("What do you still need it for?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )


class ProofForm(forms.Form):
    """What shows that something was done on the platform."""

    note = forms.CharField(
        label=_("What shows it?"),
        help_text=_("For example: “Seen in the list of roles”, or the number of a ticket. Never a password."),
        max_length=500,
    )


class AcceptedForm(forms.Form):
    """The holder's word that they are in; what shows it is what they see."""

    note = forms.CharField(
        label=_("Something the account admins should know?"),
        help_text=_("Never a password."),
        max_length=500,
        required=False,
    )


class PolicyForm(forms.ModelForm):
    """The rules for access to an account, a platform, or everything."""

    required = forms.MultipleChoiceField(
        label=_("Required before and during use"), widget=forms.CheckboxSelectMultiple, required=False
    )

    class Meta:
        model = AccessPolicy
        fields = ("longest_days", "approvals", "approvers", "needs_reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["required"].choices = self._offered()

    def _offered(self) -> list[tuple[str, Any]]:
        """What can be required, and what is required already: it goes only when somebody takes it away."""
        offered = requirement_choices()
        known = {key for key, _title in offered}
        kept = [key for key in self.initial.get("required", []) if key not in known]
        return [*offered, *((key, _("%(key)s (no longer offered)") % {"key": key}) for key in kept)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.instance.required = data.get("required", [])
        return data
