from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.people.forms.fields import DayField
from portal.documents.codes import normalised

SAMPLE_MAX = 100


class CodeForm(forms.Form):
    """A verification code, typed from paper or pasted with its address."""

    code = forms.CharField(
        label=_("Verification code"),
        max_length=200,
        help_text=_("26 letters and digits; it stands at the end of the certificate."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        code = normalised(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(
                _("This is not a verification code. Please compare it with the certificate.")
            )
        return code


class FileForm(forms.Form):
    """A certificate as a file."""

    file = forms.FileField(
        label=_("PDF file"),
        help_text=_("It is compared and not stored. At most 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
    )


class SampleForm(forms.Form):
    """How many answers to draw, and from which days."""

    size = forms.IntegerField(
        label=_("How many"), min_value=1, max_value=SAMPLE_MAX, initial=25, help_text=_("At most 100.")
    )
    first_day = DayField(label=_("Answered from"), required=False)
    last_day = DayField(label=_("Answered until"), required=False)
    seed = forms.RegexField(
        r"^[0-9A-Za-z-]{1,64}$",
        label=_("Seed"),
        required=False,
        help_text=_("Leave it empty for a new random sample. The same seed draws the same sample again."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("This day lies before the first one."))
        return data
