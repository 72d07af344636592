"""What authors fill in: a question with all its languages, and the terms of a release."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.forms.fields import DayField
from training.courses.bank import MOST_OPTIONS, Draft, Option
from training.courses.choices import ChangeClass, Effect, QuestionKind
from training.courses.models import CourseProposal, QuestionVersion

TEXTS = ("situation", "text", "heading", "explanation")
LONG, SHORT = 2000, 300


class QuestionForm(forms.Form):
    """Everything of a question but its answers. Lessons and guidelines are offered as they are now."""

    key = forms.SlugField(
        label=_("Short name"), max_length=64, help_text=_("Stays the same for ever; only authors see it.")
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("question", "Kind"), choices=QuestionKind, widget=forms.RadioSelect
    )
    lesson = forms.ChoiceField(label=pgettext_lazy("question", "Belongs to lesson"))
    critical = forms.BooleanField(
        label=_("Has to be right: one wrong answer means not passed"), required=False
    )
    guideline = forms.ChoiceField(label=_("Guideline that explains it"), required=False)

    def __init__(
        self,
        *args: Any,
        lessons: Iterable[tuple[str, str]],
        guidelines: Iterable[tuple[str, str]],
        is_new: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lesson"].choices = list(lessons)
        self.fields["guideline"].choices = [("", "–"), *guidelines]
        if not is_new:
            self.fields["key"].disabled = True
        for code, _name in settings.LANGUAGES:
            self._add_texts(code)

    def _add_texts(self, code: str) -> None:
        area = {"rows": 3, "lang": code}
        self.fields[f"situation_{code}"] = forms.CharField(
            label=_("Situation"), required=False, max_length=LONG, widget=forms.Textarea(attrs=area)
        )
        self.fields[f"text_{code}"] = forms.CharField(
            label=pgettext_lazy("training", "Question"),
            required=False,
            max_length=LONG,
            widget=forms.Textarea(attrs=area),
        )
        self.fields[f"explanation_{code}"] = forms.CharField(
            label=_("Explanation"),
            required=False,
            max_length=LONG,
            widget=forms.Textarea(attrs=area),
            help_text=_("Read after handing in, whatever somebody answered."),
        )
        self.fields[f"heading_{code}"] = forms.CharField(
            label=_("Heading of the passage in the guideline"),
            required=False,
            max_length=SHORT,
            widget=forms.TextInput(attrs={"lang": code}),
        )

    @property
    def facts(self) -> list[forms.BoundField]:
        return [self[name] for name in ("key", "kind", "lesson", "critical", "guideline")]

    @property
    def languages(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        return [
            (code, name, [self[f"{text}_{code}"] for text in ("situation", "text", "explanation", "heading")])
            for code, name in settings.LANGUAGES
        ]

    def draft(self, options: Iterable[Option]) -> Draft:
        data = self.cleaned_data
        by_text = {
            text: {code: data[f"{text}_{code}"] for code, _name in settings.LANGUAGES} for text in TEXTS
        }
        return Draft(
            key=data["key"],
            kind=QuestionKind(data["kind"]),
            lesson=data["lesson"],
            critical=data["critical"],
            guideline=data["guideline"],
            options=tuple(options),
            **by_text,
        )


class OptionForm(forms.Form):
    """One answer in every language. A row without any text is left out."""

    key = forms.SlugField(required=False, max_length=16, widget=forms.HiddenInput)
    right = forms.BooleanField(label=_("Is right"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Answer (%(language)s)") % {"language": name},
                required=False,
                max_length=LONG,
                widget=forms.Textarea(attrs={"rows": 2, "lang": code}),
            )
            self.fields[f"feedback_{code}"] = forms.CharField(
                label=_("Feedback to whoever chose it (%(language)s)") % {"language": name},
                required=False,
                max_length=LONG,
                widget=forms.Textarea(attrs={"rows": 2, "lang": code}),
            )

    def option(self, number: int) -> Option | None:
        data = self.cleaned_data
        texts = {code: data.get(f"text_{code}", "") for code, _name in settings.LANGUAGES}
        if not any(texts.values()):
            return None
        feedback = {code: data.get(f"feedback_{code}", "") for code, _name in settings.LANGUAGES}
        return Option(data.get("key") or f"o{number}", data.get("right", False), texts, feedback)


OptionFormSet = formset_factory(
    OptionForm, extra=2, max_num=MOST_OPTIONS, absolute_max=MOST_OPTIONS, validate_max=True
)


def options_of(formset: Any) -> list[Option]:
    """The answers that were filled in, in their order; keys of new ones never clash with old ones."""
    taken = {form.cleaned_data.get("key") for form in formset}
    options = []
    number = 1
    for form in formset:
        while f"o{number}" in taken:
            number += 1
        option = form.option(number)
        if option is not None:
            taken.add(option.key)
            options.append(option)
    return options


def initial_of(version: QuestionVersion) -> dict[str, Any]:
    """A question as the form shows it."""
    initial = {name: getattr(version, name) for name in ("kind", "lesson", "critical", "guideline")} | {
        "key": version.question.key
    }
    for code, text in version.content["texts"].items():
        initial |= {f"{name}_{code}": text[name] for name in TEXTS}
    return initial


def initial_options_of(version: QuestionVersion) -> list[dict[str, Any]]:
    keys = version.right if version.kind == QuestionKind.ORDER else version.options
    rows = []
    for key in keys:
        row: dict[str, Any] = {"key": key, "right": key in version.right}
        for code, text in version.content["texts"].items():
            row[f"text_{code}"] = text["options"][key]["text"]
            row[f"feedback_{code}"] = text["options"][key]["feedback"]
        rows.append(row)
    return rows


class TermsForm(forms.ModelForm):
    """The terms of a release. Of a first one nothing can be affected, so kind and effect are not asked."""

    grace_until = DayField(
        label=_("Existing proof stays valid until"),
        required=False,
        help_text=_("Only if proof stays valid until a day."),
    )

    class Meta:
        model = CourseProposal
        fields = (
            "change_class",
            "effect",
            "grace_until",
            "draw",
            "pass_percent",
            "attempts",
            "cooldown_hours",
            "shuffle",
            "ask_confidence",
        )
        widgets = {"change_class": forms.RadioSelect, "effect": forms.RadioSelect}

    def __init__(self, *args: Any, is_first: bool, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        self.fields["change_class"].choices = ChangeClass.choices
        self.fields["effect"].choices = Effect.choices
        if is_first:
            for name in ("change_class", "effect", "grace_until"):
                del self.fields[name]
        else:
            self._add_summaries()

    def _add_summaries(self) -> None:
        for code, name in settings.LANGUAGES:
            self.fields[f"change_summary_{code}"] = forms.CharField(
                label=_("What changes, in one or two sentences (%(language)s)") % {"language": name},
                required=code == self.language,
                max_length=600,
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
            )

    @property
    def change(self) -> list[forms.BoundField]:
        names = [
            name for name in self.fields if name.startswith("change") or name in ("effect", "grace_until")
        ]
        return [self[name] for name in names]

    @property
    def quiz(self) -> list[forms.BoundField]:
        names = ("draw", "pass_percent", "attempts", "cooldown_hours", "shuffle", "ask_confidence")
        return [self[name] for name in names]

    def terms(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        summary = {code: data.pop(f"change_summary_{code}", "") for code, _name in settings.LANGUAGES}
        return {
            "change_class": ChangeClass.MATERIAL,
            "effect": Effect.KEEP,
            **data,
            "change_summary": summary,
            "authoritative_language": self.language,
        }
