from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.people.calendar import time_zone_choices
from accounts.people.models import Employee


class SignInForm(LoginForm):
    """Login id or work e-mail, and the password."""

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """The session ends with the browser. allauth says so after it is written, which writes it twice."""
        request.session.set_expiry(0)
        return super().login(request, redirect_url=redirect_url)


class ChoosePasswordForm(forms.Form):
    """A new password, twice, checked against the person's own name and addresses."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=password_validators_help_text_html,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label=_("Password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: Employee | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        password = data.get("password")
        if not password:
            return data
        if data.get("repeated") and password != data["repeated"]:
            self.add_error("repeated", _("The two passwords differ."))
        try:
            validate_password(password, self.person or self._new_person())
        except forms.ValidationError as refused:
            self.add_error("password", refused)
        return data

    def _new_person(self) -> Employee:
        return Employee(name=self.cleaned_data.get("name", ""), email=self.cleaned_data.get("email", ""))


class FirstRunForm(ChoosePasswordForm):
    """What an empty portal needs to know."""

    token = forms.CharField(
        label=_("Token"),
        max_length=100,
        help_text=_("It was printed on the console when the portal was started."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    company = forms.CharField(label=_("Company name"), max_length=200)
    default_language = forms.ChoiceField(label=_("Default language"), choices=settings.LANGUAGES)
    name = forms.CharField(label=_("Your name"), max_length=300)
    email = forms.EmailField(label=_("Your work e-mail"), max_length=254)
    field_order = ("token", "company", "default_language", "name", "email", "password", "repeated")


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey is what people come for; a plain security key is the exception."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["name"].help_text = _("So that you can tell your keys apart.")
        alone = self.fields["passwordless"]
        alone.initial = True
        alone.label = _("Sign in with it alone, without the password")
        alone.help_text = _(
            "The device or key asks for your fingerprint, your face or its PIN. "
            "Take the tick away for a security key that has none of these: it then comes after the password."
        )


class AsksForWhatIsThere(BaseAuthenticateForm):
    """Nobody who has no authenticator app is asked for its code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = (
            _("From your authenticator app, or one of your recovery codes.")
            if Authenticator.objects.filter(user=self.user, type=Authenticator.Type.TOTP).exists()
            else _("One of your recovery codes.")
        )


class CodeForm(AsksForWhatIsThere, AuthenticateForm):
    """The second step of signing in, without a passkey or security key."""


class CodeAgainForm(AsksForWhatIsThere, ReauthenticateForm):
    """The same, before something sensitive."""


class SettingsForm(forms.Form):
    """What a person chooses for themself."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    def __init__(self, *args: Any, person: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        default = _("As at my location (%(zone)s)") % {"zone": person.location.time_zone}
        self.fields["time_zone"].choices = [("", default), *time_zone_choices()]
