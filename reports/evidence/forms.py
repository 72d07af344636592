from django import forms
from django.utils.translation import gettext_lazy as _

from reports.evidence.codes import normalised


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
