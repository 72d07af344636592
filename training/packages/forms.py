from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from training.courses.choices import ChangeClass, CourseKind, Effect, ProposalState
from training.courses.models import Course
from training.packages.archive import megabytes
from training.packages.rules import sentence

TITLE = {"de": _("Title in German"), "en": _("Title in English")}
SUMMARY = {"de": _("Summary in German"), "en": _("Summary in English")}


class PackageForm(forms.Form):
    """A package, and the course it becomes or renews."""

    file = forms.FileField(
        label=_("SCORM 1.2 package"),
        help_text=_("The ZIP file as your authoring tool saved it."),
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        allow_empty_file=True,  # it has a message of its own
    )
    course = forms.ModelChoiceField(
        Course.objects.none(),
        label=_("New version of"),
        to_field_name="slug",
        required=False,
        empty_label=pgettext_lazy("course", "A new course"),
    )
    minutes = forms.IntegerField(label=_("Minutes it takes"), min_value=1, max_value=600, initial=20)
    change_class = forms.ChoiceField(
        label=_("Kind of change"), choices=ChangeClass, initial=ChangeClass.MATERIAL, required=False
    )
    effect = forms.ChoiceField(
        label=_("Proof that people have"), choices=Effect, initial=Effect.KEEP, required=False
    )
    grace_until = forms.DateField(
        label=_("Valid until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    change_summary = forms.CharField(
        label=_("What changes"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only for a new version of a course."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = Course.objects.filter(proposals__state=ProposalState.SUBMITTED)
        mine = Course.objects.filter(kind=CourseKind.PACKAGE, retired_at=None).exclude(pk__in=waiting)
        self.fields["course"].queryset = mine.exclude(current=None).order_by("slug")
        for language, _name in settings.LANGUAGES:
            self.fields[f"title_{language}"] = forms.CharField(
                label=TITLE[language], max_length=255, required=False
            )
            self.fields[f"summary_{language}"] = forms.CharField(
                label=SUMMARY[language],
                max_length=600,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @classmethod
    def too_large(cls) -> "PackageForm":
        """The answer to a file of which nothing was read."""
        form = cls({}, {})
        form.errors.clear()
        form.add_error("file", sentence("too_large", {"limit": megabytes(settings.PACKAGE_MAX_BYTES)}))
        return form

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(self.titles().values()):
            self.add_error(
                f"title_{settings.LANGUAGES[0][0]}", _("Please give a title in at least one language.")
            )
        if data.get("course"):
            self._require_change(data)
        return data

    def _require_change(self, data: dict[str, Any]) -> None:
        is_editorial = data.get("change_class") == ChangeClass.EDITORIAL
        if not data.get("change_summary"):
            self.add_error("change_summary", _("Please say what changes."))
        if is_editorial and data.get("effect") not in ("", Effect.KEEP):
            self.add_error("effect", _("An editorial change leaves proof as it is."))
        if (data.get("effect") == Effect.GRACE) != bool(data.get("grace_until")):
            self.add_error("grace_until", _("Please say until which day existing proof stays valid."))

    def titles(self) -> dict[str, str]:
        return self._by_language("title")

    def summaries(self) -> dict[str, str]:
        return self._by_language("summary")

    def change(self) -> dict[str, Any]:
        """What `propose_package` wants to know of a change; a new course changes nothing."""
        data = self.cleaned_data
        if not data.get("course"):
            return {"change_class": ChangeClass.MATERIAL, "change_summary": {}}
        said = {language: data["change_summary"] for language, title in self.titles().items() if title}
        return {
            "change_class": data["change_class"] or ChangeClass.MATERIAL,
            "effect": data["effect"] or Effect.KEEP,
            "grace_until": data["grace_until"],
            "change_summary": said,
        }

    def _by_language(self, what: str) -> dict[str, str]:
        return {
            language: (self.cleaned_data.get(f"{what}_{language}") or "").strip()
            for language, _name in settings.LANGUAGES
        }


class ConfirmForm(forms.Form):
    stated = forms.BooleanField(label=_("I worked through this course myself."), required=False)
