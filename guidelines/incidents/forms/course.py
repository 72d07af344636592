"""Forms about the course of an incident: start, level, end."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guidelines.editions.models import Edition, Work
from guidelines.editions.reading import text_for
from guidelines.incidents.models import Incident
from guidelines.playbooks.structure import LEVELS, MEDIA, SOCIAL, Plan, plan_of


def level_choices(plan: Plan | None, axis: str) -> list[tuple[int, str]]:
    """Every level with its name and the signs of the card on this axis, or its number alone."""
    choices = []
    for number in LEVELS:
        level = plan.level(number) if plan else None
        words = [level.name, getattr(level, axis)] if level else []
        choices.append((number, " – ".join([str(number), *(word for word in words if word)])))
    return choices


class LevelForm(forms.Form):
    """A level on both axes, chosen by its signs, and why."""

    social = forms.TypedChoiceField(
        label=pgettext_lazy("axis", "Social media"), coerce=int, widget=forms.RadioSelect
    )
    media = forms.TypedChoiceField(
        label=pgettext_lazy("axis", "Press and broadcasting"), coerce=int, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Why this level?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, plan: Plan | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[SOCIAL].choices = level_choices(plan, SOCIAL)
        self.fields[MEDIA].choices = level_choices(plan, MEDIA)


class StartForm(LevelForm):
    """All that starts an incident; with the level of one axis chosen, it can be sent (I1)."""

    playbook = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, work: Work | None, language: str, **kwargs: Any) -> None:
        self.edition: Edition | None = work.current if work else None
        text = text_for(self.edition, language) if self.edition else None
        self.title = text.title if text else ""
        plan = plan_of(text.data) if text else None
        initial = {"media": 0, "playbook": work.slug if work else ""}
        super().__init__(*args, plan=plan, initial=initial, **kwargs)
        self.fields["reason"].required = False
        self.fields["reason"].label = _("What do you see? (for the log)")


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=pgettext_lazy("incident", "Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, is_needed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = is_needed


class MergeForm(forms.Form):
    """Which other incident it is."""

    into = forms.ModelChoiceField(
        Incident.objects.none(),
        label=_("It is the same as"),
        to_field_name="ref",
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args: Any, incident: Incident, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Incident.objects.visible_to(person).open().filter(mode=incident.mode)
        field = self.fields["into"]
        field.queryset = others.exclude(pk=incident.pk).order_by("-pk")
        field.label_from_instance = lambda one: f"{one.number} · {one.title}"


class TitleForm(forms.Form):
    title = forms.CharField(label=pgettext_lazy("incident", "Title"), max_length=200)
