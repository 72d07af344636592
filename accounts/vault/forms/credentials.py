from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.people.forms.fields import PersonField
from accounts.vault.choices import CredentialKind
from accounts.vault.models import Credential
from accounts.vault.operations import Secret
from accounts.vault.pictures import address_in_picture
from accounts.vault.private import looks_private
from accounts.vault.rules import PrivateLogin
from accounts.vault.totp import generator_from
from portal.audit.rules import RuleBroken

MOST_CODES = 40
PICTURE_BYTES = 5 * 1024 * 1024


class SecretLines(forms.Textarea):
    """Lines that never come back in a form, as what is typed into a password field does not."""

    def format_value(self, value: Any) -> None:
        return None


class CredentialForm(forms.ModelForm):
    """Name, login name and who may open it how."""

    holder = PersonField(label=_("Only this person"), required=False)
    custodian = PersonField(label=_("Who keeps it"), required=False)

    class Meta:
        model = Credential
        fields = ("label", "login", "four_eyes", "is_exclusive", "holder", "custodian", "place")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_key = self.instance.kind == CredentialKind.HARDWARE_KEY
        unused = ("login", "four_eyes", "is_exclusive", "holder") if is_key else ("custodian", "place")
        for name in unused:
            del self.fields[name]
        if is_key:
            self.fields["custodian"].required = True

    def clean_login(self) -> str:
        login = self.cleaned_data["login"]
        if looks_private(login):
            raise forms.ValidationError(str(PrivateLogin.message))
        return login


class SecretForm(forms.Form):
    """The secret itself. It is never shown again in a form, not even after a mistake elsewhere in it."""

    text = forms.CharField(
        label=_("Secret"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "spellcheck": "false"}),
        max_length=4000,
        strip=False,
    )

    @property
    def secret(self) -> Secret:
        return Secret(text=self.cleaned_data["text"])


class TotpForm(forms.Form):
    """The otpauth address, the bare key, or a picture of the QR code."""

    text = forms.CharField(
        label=_("Address or key"),
        help_text=_("The platform shows it beside the QR code: otpauth://totp/… or letters and digits."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        max_length=2000,
        required=False,
    )
    picture = forms.FileField(label=_("Or a picture of the QR code"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("text") or data.get("picture") or self.errors):
            self.add_error("text", _("Please enter the address or key, or choose a picture of the QR code."))
        elif not self.errors:
            self._read(data)
        return data

    def _read(self, data: dict[str, Any]) -> None:
        place = "text" if data["text"] else "picture"
        try:
            data["text"] = data["text"] or address_in_picture(data["picture"])
            generator_from(data["text"])
        except RuleBroken as refusal:
            self.add_error(place, str(refusal.message))

    @property
    def secret(self) -> Secret:
        return Secret(text=self.cleaned_data["text"])


class CodesForm(forms.Form):
    """Recovery codes, one per line."""

    codes = forms.CharField(
        label=_("Recovery codes"),
        help_text=_("One per line, as the platform gave them."),
        widget=SecretLines(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
        max_length=4000,
    )

    def clean_codes(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["codes"].splitlines() if line.strip()]
        codes = list(dict.fromkeys(lines))
        if not codes:
            raise forms.ValidationError(_("Please enter at least one code."))
        if len(codes) > MOST_CODES or any(len(code) > 100 for code in codes):
            raise forms.ValidationError(_("Recovery codes are at most 40, each at most 100 characters."))
        return codes

    @property
    def secret(self) -> Secret:
        return Secret(codes=self.cleaned_data["codes"])


class OwnershipForm(forms.Form):
    """V7: said by whoever puts it in."""

    is_companys = forms.BooleanField(label=_("This login belongs to the company and not to a person."))


SECRET_FORMS = {
    CredentialKind.PASSWORD: SecretForm,
    CredentialKind.API_TOKEN: SecretForm,
    CredentialKind.TOTP: TotpForm,
    CredentialKind.RECOVERY_CODES: CodesForm,
}
