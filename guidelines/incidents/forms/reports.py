from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.register.models import CorporateAccount


class ReportForm(forms.Form):
    """Nothing has to be filled in: whoever is in a hurry only sends it (I1)."""

    link = forms.CharField(
        label=_("Link to the post"),
        required=False,
        max_length=1000,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none", "autocomplete": "off"}),
    )
    file = forms.FileField(label=_("Screenshot"), required=False)
    text = forms.CharField(
        label=pgettext_lazy("report", "In your words"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    account = forms.ModelChoiceField(
        CorporateAccount.objects.none(),
        label=_("Which of our accounts does it concern?"),
        required=False,
        empty_label=_("None, or I do not know"),
    )
    is_unsure = forms.BooleanField(
        label=_("I am not sure whether this matters"),
        required=False,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        accounts = CorporateAccount.objects.in_use().select_related("platform")
        self.fields["account"].queryset = accounts.order_by("platform__slug", "handle")


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("What the reporter should know"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It stands on their page “My reports”. They never see this room."),
    )
