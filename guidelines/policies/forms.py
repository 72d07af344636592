from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

REASON_MAX = 4000
CONFIRM, RESERVE, DECLINE = "confirm", "reserve", "decline"


class AnswerForm(forms.Form):
    """Which text was read, to the byte, and what the person answers (K2)."""

    rendition = forms.UUIDField()
    sha256 = forms.RegexField(r"\A[0-9a-f]{64}\Z")
    answer = forms.ChoiceField(choices=[(one, one) for one in (CONFIRM, RESERVE, DECLINE)])


class ReservationForm(forms.Form):
    reason = forms.CharField(
        label=pgettext_lazy("reservation", "Your reason"),
        help_text=_("HR reads it and gets back to you. Your manager does not see it."),
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 5, "data-keep": ""}),
    )
