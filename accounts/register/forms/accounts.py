from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.forms.fields import ANY, PersonField
from accounts.people.models import Entity
from accounts.register.choices import AccountStatus, Criticality, FindingKind, RecoveryMail
from accounts.register.models import CorporateAccount, Platform
from accounts.register.rules import AlreadyRegistered, DeputyIsOwner

RECOVERY = (
    "recovery_mail",
    "recovery_address",
    "second_factor",
    "custodian",
    "recovery_codes_left",
    "administrators",
    "vault_address",
)


class PlatformField(forms.ModelChoiceField):
    """Platforms by the name people read."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Platform.objects.order_by("name_en"), label=_("Platform"), **kwargs)


class AccountForm(forms.ModelForm):
    """What is known of an account. Owner, deputy and status change by acts of their own."""

    address = forms.URLField(label=_("Address"), max_length=500, required=False, assume_scheme="https")
    vault_address = forms.URLField(
        label=_("Link to an own vault"),
        help_text=_("Where the login is kept if not in this portal."),
        max_length=500,
        required=False,
        assume_scheme="https",
    )
    custodian = PersonField(label=_("Who keeps SIM, device or key"), required=False)

    class Meta:
        model = CorporateAccount
        fields = (
            "handle",
            "address",
            "purpose",
            "entity",
            "brand",
            "criticality",
            "takes_messages",
            "imprint",
            "privacy_notice",
            *RECOVERY,
        )

    def clean_handle(self) -> str:
        return " ".join(self.cleaned_data["handle"].split())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("recovery_mail") == RecoveryMail.PRIVATE and data.get("recovery_address"):
            self.add_error("recovery_address", _("Private addresses are not stored here."))
        platform, handle = data.get("platform", self.instance.platform_id), data.get("handle")
        same = CorporateAccount.objects.filter(platform=platform, handle=handle).exclude(pk=self.instance.pk)
        if platform and handle and same.exists():
            self.add_error("handle", AlreadyRegistered.message)
        return data


class RegisterForm(AccountForm):
    """A new account, with who answers for it."""

    platform = PlatformField()
    owner = PersonField(label=_("Owner"))
    deputy = PersonField(label=_("Deputy"))
    is_live = forms.BooleanField(
        label=_("It is in use already"),
        help_text=_("Otherwise it is planned and goes live later."),
        required=False,
    )

    class Meta(AccountForm.Meta):
        fields = ("platform", "handle", "address", "purpose", "entity", "brand", "owner", "deputy")

    field_order = (
        "platform",
        "handle",
        "address",
        "purpose",
        "owner",
        "deputy",
        "entity",
        "brand",
        "is_live",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("custodian", "vault_address"):
            del self.fields[name]
        employers = list(Entity.objects.all()[:2])
        if len(employers) == 1:
            self.fields["entity"].initial = employers[0]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("owner") and data.get("owner") == data.get("deputy"):
            self.add_error("deputy", DeputyIsOwner.message)
        return data


class HandOverForm(forms.Form):
    """Who answers for an account from now on."""

    owner = PersonField(label=_("Owner"))
    deputy = PersonField(label=_("Deputy"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("owner") and data.get("owner") == data.get("deputy"):
            self.add_error("deputy", DeputyIsOwner.message)
        return data


class AccountFilterForm(forms.Form):
    """Which accounts to list."""

    q = forms.CharField(label=_("Handle, purpose or brand"), max_length=200, required=False)
    platform = PlatformField(required=False, empty_label=ANY)
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[("", pgettext_lazy("accounts", "All but closed")), *AccountStatus.choices],
        required=False,
    )
    criticality = forms.ChoiceField(
        label=_("Criticality"), choices=[("", ANY), *Criticality.choices], required=False
    )


class OverseerFilterForm(AccountFilterForm):
    """With what only overseers see."""

    finding = forms.ChoiceField(label=_("Finding"), choices=[("", ANY), *FindingKind.choices], required=False)
