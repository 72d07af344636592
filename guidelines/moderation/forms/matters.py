from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.access.models import AccessGrant
from accounts.people.forms.fields import ANY, DayField
from accounts.people.models import Employee
from accounts.register.models import CorporateAccount
from accounts.register.rules import DateInTheFuture
from guidelines.incidents.models import Incident
from guidelines.moderation.choices import CaseState, Measure
from guidelines.moderation.models import ModerationCase, Notice, ReviewCase
from guidelines.moderation.permissions import keeps_register
from guidelines.moderation.rules import ChannelRequired

TALL = forms.Textarea(attrs={"rows": 4})
OTHER = pgettext_lazy("moderation", "Another channel, forum or blog")


def accounts_for(person: Employee) -> QuerySet[CorporateAccount]:
    """On which `person` can open a case."""
    accounts = CorporateAccount.objects.open_to_staff().select_related("platform").order_by("handle")
    if keeps_register(person):
        return accounts
    granted = AccessGrant.objects.running().of(person).values("account")
    return accounts.filter(Q(owner=person) | Q(deputy=person) | Q(pk__in=granted))


class MatterForm(forms.ModelForm):
    """What cases, notices and reviews have in common: where it is, and the incident it belongs to."""

    link = forms.CharField(label=pgettext_lazy("moderation", "Link"), max_length=1000, required=False)

    def __init__(self, *args: Any, person: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = self.accounts(person)
        self.fields["account"].empty_label = OTHER
        incidents = Incident.objects.open().visible_to(person).order_by("-pk")[:50]
        self.fields["incident"].queryset = Incident.objects.filter(pk__in=[one.pk for one in incidents])
        self.fields["incident"].label_from_instance = lambda one: f"{one.number} · {one.title}"
        self.fields["incident"].empty_label = pgettext_lazy("incident", "None")
        if not incidents:
            del self.fields["incident"]

    def accounts(self, person: Employee) -> QuerySet[CorporateAccount]:
        return accounts_for(person)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("account") and not (data.get("channel") or "").strip():
            self.add_error("channel", ChannelRequired.message)
        return data


class CaseForm(MatterForm):
    """A post that may break a rule of the channel."""

    author = forms.CharField(
        label=pgettext_lazy("moderation", "Author"),
        help_text=_("The handle as it stands there. It is kept sealed, and under a pseudonym."),
        max_length=200,
        required=False,
    )
    posted_on = DayField(label=pgettext_lazy("moderation", "Posted on"), required=False)

    class Meta:
        model = ModerationCase
        fields = (
            "account",
            "channel",
            "link",
            "posted_on",
            "author",
            "said",
            "is_criticism",
            "language",
            "incident",
        )
        labels = {
            "said": pgettext_lazy("moderation", "What was said"),
            "is_criticism": _("It is criticism of us, also if it is sharp or unfair"),
            "incident": _("Belongs to the incident"),
        }
        help_texts = {
            "said": _("As little as is needed to decide. It is deleted with the case’s date."),
            "is_criticism": _("Criticism breaks no rule, and deleting it has fed many a storm."),
            "channel": _("Only if it is none of the accounts above."),
        }
        widgets = {"said": TALL}

    field_order = Meta.fields

    def clean_posted_on(self) -> Any:
        day = self.cleaned_data["posted_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(DateInTheFuture.message)
        return day


class NoticeForm(MatterForm):
    """What anybody who works here was told about content on a channel of ours."""

    received_on = DayField(label=pgettext_lazy("notice", "When were you told?"))
    sender = forms.CharField(
        label=_("How can we answer them?"),
        help_text=_("Name, address or handle, if they gave it. It is kept sealed."),
        max_length=300,
        required=False,
    )

    class Meta:
        model = Notice
        fields = (
            "account",
            "channel",
            "link",
            "what",
            "heard",
            "received_on",
            "sender",
            "is_urgent",
            "incident",
        )
        labels = {
            "what": pgettext_lazy("notice", "What did they tell you?"),
            "heard": pgettext_lazy("notice", "How were you told?"),
            "is_urgent": _("It cannot wait: a threat, hate, intimate pictures, or children are concerned"),
            "incident": _("Belongs to the incident"),
        }
        help_texts = {"channel": _("Only if it is none of the accounts above.")}
        widgets = {"what": TALL}

    field_order = Meta.fields

    def accounts(self, person: Employee) -> QuerySet[CorporateAccount]:
        """All of them: whoever was told something need not work on the channel."""
        return CorporateAccount.objects.open_to_staff().select_related("platform").order_by("handle")

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(DateInTheFuture.message)
        return day

    def clean_what(self) -> str:
        text = self.cleaned_data["what"].strip()
        if not text:
            raise forms.ValidationError(self.fields["link"].error_messages["required"], code="required")
        return text


class ReviewForm(MatterForm):
    """A review on a portal that should not stand."""

    reviewer = forms.CharField(
        label=pgettext_lazy("review", "Reviewer"),
        help_text=_("The name as it stands there. It is kept sealed, and under a pseudonym."),
        max_length=200,
        required=False,
    )

    class Meta:
        model = ReviewCase
        fields = ("account", "channel", "link", "reviewer", "said", "fault", "why", "incident")
        labels = {
            "channel": pgettext_lazy("review", "Portal"),
            "said": pgettext_lazy("review", "What it says"),
            "fault": pgettext_lazy("review", "What is wrong with it"),
            "why": _("Why, and what proves it"),
            "incident": _("Belongs to the incident"),
        }
        help_texts = {
            "said": _("As little as is needed. It is deleted with the case’s date."),
            "why": _("Facts and papers: the operator checks only what is said in detail."),
            "channel": _("Only if it is none of the accounts above."),
        }
        widgets = {"said": TALL, "why": TALL}

    field_order = Meta.fields

    def clean_why(self) -> str:
        text = self.cleaned_data["why"].strip()
        if not text:
            raise forms.ValidationError(self.fields["link"].error_messages["required"], code="required")
        return text


class CaseFilterForm(forms.Form):
    """Which cases to list."""

    account = forms.ModelChoiceField(
        CorporateAccount.objects.select_related("platform").order_by("handle"),
        label=_("Corporate account"),
        required=False,
        empty_label=ANY,
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("moderation", "State"), choices=[("", ANY), *CaseState.choices], required=False
    )
    measure = forms.ChoiceField(
        label=pgettext_lazy("moderation", "Measure"), choices=[("", ANY), *Measure.choices], required=False
    )
    like = forms.UUIDField(widget=forms.HiddenInput, required=False)
