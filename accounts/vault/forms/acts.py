from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.people.forms.fields import DayField
from accounts.vault.choices import GlassState


class ReasonForm(forms.Form):
    """What a secret is needed for."""

    reason = forms.CharField(label=_("What do you need it for?"), max_length=500)


class EmergencyForm(forms.Form):
    """Why nobody with access can do it."""

    reason = forms.CharField(
        label=_("What has happened, and why can nobody with access do it?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )


class VerdictForm(forms.Form):
    """Whether emergency access was justified."""

    verdict = forms.ChoiceField(
        label=_("Verdict"),
        choices=[(one.value, one.label) for one in (GlassState.JUSTIFIED, GlassState.ABUSE)],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class StepForm(forms.Form):
    """What shows that a step was done."""

    note = forms.CharField(label=_("What shows it?"), max_length=500)


class WaiverForm(forms.Form):
    """Why not to change it for a time."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    until = DayField(label=_("Waived until"), help_text=_("90 days at most. Somebody else confirms it."))


class CheckForm(forms.Form):
    """V6"""

    sessions_ended = forms.BooleanField(
        label=_("I have seen on the platform that all other sessions were ended."), required=False
    )
