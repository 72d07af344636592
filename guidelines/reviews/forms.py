from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import pgettext_lazy

from accounts.people.models import Employee
from guidelines.editions.models import Edition
from guidelines.policies.models import PolicyVersion
from guidelines.reviews.models import Action, Finding, Review

LATELY = 20


class ReviewForm(forms.ModelForm):
    class Meta:
        model = Review
        fields = ("held_on", "went_well", "went_badly")
        widgets = {
            "held_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "went_well": forms.Textarea(attrs={"rows": 4}),
            "went_badly": forms.Textarea(attrs={"rows": 4}),
        }


class FindingForm(forms.ModelForm):
    class Meta:
        model = Finding
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}


class ActionForm(forms.ModelForm):
    """Who can be asked: those in the room, the editors, and whoever is found by name in the directory."""

    class Meta:
        model = Action
        fields = ("what", "owner", "due_on")
        widgets = {"due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, people: QuerySet[Employee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people


class SettleForm(forms.Form):
    note = forms.CharField(
        label=pgettext_lazy("action", "What came of it"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    edition = forms.ModelChoiceField(
        label=pgettext_lazy("action", "Edition of a playbook or guide that resulted"),
        queryset=Edition.objects.none(),
        required=False,
        empty_label=pgettext_lazy("resulting version", "None"),
    )
    policy_version = forms.ModelChoiceField(
        label=pgettext_lazy("action", "Version of a guideline that resulted"),
        queryset=PolicyVersion.objects.none(),
        required=False,
        empty_label=pgettext_lazy("resulting version", "None"),
    )

    def __init__(self, action: Action, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        since = action.finding.found_at
        editions = Edition.objects.filter(released_at__gte=since).select_related("work")
        versions = PolicyVersion.objects.filter(released_at__gte=since).select_related("policy")
        self.fields["edition"].queryset = editions.order_by("-released_at")
        self.fields["policy_version"].queryset = versions.order_by("-released_at")
