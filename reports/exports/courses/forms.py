from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.forms.fields import DayField
from accounts.people.models import Entity
from reports.exports.courses.selection import CourseSelection
from training.courses.models import Course
from training.courses.reading import titles_of


class CourseSelectionForm(forms.Form):
    """Which course certificates a bundle shall hold. Everything left empty does not restrict."""

    course = forms.ChoiceField(label=pgettext_lazy("training", "Course"), required=False)
    entity = forms.ChoiceField(label=_("Entity"), required=False)
    day = DayField(
        label=_("Valid on"),
        required=False,
        help_text=_("Only proof that counted on this day, also a past one."),
    )

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anything = ("", pgettext_lazy("filter", "All"))
        courses = Course.objects.exclude(current=None).values_list("ref", "current", "slug")
        titles = titles_of([current for _ref, current, _slug in courses], language)
        named = [(str(ref), titles.get(current, slug)) for ref, current, slug in courses]
        entities = [(str(ref), name) for ref, name in Entity.objects.values_list("ref", "name")]
        self.fields["course"].choices = [anything, *sorted(named, key=lambda row: row[1])]
        self.fields["entity"].choices = [anything, *entities]

    def selection(self) -> CourseSelection:
        return CourseSelection(**self.cleaned_data)
