from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.forms.fields import DayField
from accounts.register.choices import Side
from accounts.register.models import ChannelApproval, Platform
from accounts.register.operations import ApprovalTerms
from accounts.register.rules import AlreadyRequested, DateInTheFuture, DateInThePast

TERMS = tuple(ApprovalTerms.__dataclass_fields__)
TALL = forms.Textarea(attrs={"rows": 4})


class TermsForm(forms.ModelForm):
    """Under which conditions a use is approved; a request may leave them to whoever decides."""

    review_on = DayField(label=_("Review by"), required=False)
    processor_contract_on = DayField(label=_("Contract signed on"), required=False)

    class Meta:
        model = ChannelApproval
        fields = TERMS
        help_texts = {
            "disclaimer_de": _("What people read before they write to you."),
            "forbidden_data": _("Health, bank details, identity documents …"),
            "alternative": _("A way to reach you that needs no messenger."),
            "processor_contract": _("With whom and where it is kept, or why none is needed."),
        }
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in TERMS[:6]}

    def clean_processor_contract_on(self) -> Any:
        day = self.cleaned_data["processor_contract_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(DateInTheFuture.message)
        return day

    def clean_review_on(self) -> Any:
        day = self.cleaned_data["review_on"]
        if day and day <= timezone.localdate():
            raise forms.ValidationError(DateInThePast.message)
        return day

    @property
    def terms(self) -> ApprovalTerms:
        return ApprovalTerms(**{name: self.cleaned_data[name] for name in TERMS})


class RequestForm(TermsForm):
    """A use of a platform that is wanted, with the terms as far as they are known."""

    class Meta(TermsForm.Meta):
        fields = ("use", "reason", *TERMS)
        widgets = {**TermsForm.Meta.widgets, "reason": TALL}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        waiting = ChannelApproval.objects.waiting().filter(platform=self.instance.platform)
        if waiting.filter(use=data.get("use")).exists():
            self.add_error("use", AlreadyRequested.message)
        return data


class DecisionForm(forms.Form):
    """The answer of one side. A no says why."""

    side = forms.ChoiceField(label=_("You decide as"))
    note = forms.CharField(
        label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False
    )

    def __init__(self, *args: Any, sides: list[Side], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["side"].choices = [(side.value, side.label) for side in sides]
        if len(sides) == 1:
            self.fields["side"].initial, self.fields["side"].widget = sides[0].value, forms.HiddenInput()
        self.approves = self.data.get("answer") == "yes"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.approves and not data.get("note", "").strip():
            self.add_error("note", _("Please say why, so that a better request can follow."))
        return data


def unchanged_terms(platform: Platform, use: str) -> dict[str, Any]:
    """What the newest approval of the same use said, as a start for the next request."""
    last = platform.approvals.filter(use=use).order_by("-pk").first()
    return {name: getattr(last, name) for name in TERMS if name != "review_on"} if last else {}
