from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.forms.fields import DayField
from accounts.people.models import Department, Employee, Entity, Location
from guidelines.policies.models import Policy, PolicyVersion, Rendition
from reports.exports.choices import Part
from reports.exports.selection import Selection

PEOPLE_MAX = 500


class SelectionForm(forms.Form):
    """What a bundle shall hold. Everything left empty does not restrict."""

    policy = forms.ChoiceField(label=_("Guideline"), required=False)
    version = forms.ChoiceField(label=pgettext_lazy("guideline", "Version"), required=False)
    department = forms.ChoiceField(label=_("Department and below"), required=False)
    location = forms.ChoiceField(label=_("Location"), required=False)
    entity = forms.ChoiceField(label=_("Entity"), required=False)
    first_day = DayField(label=_("Answered from"), required=False)
    last_day = DayField(label=_("Answered until"), required=False)
    parts = forms.MultipleChoiceField(
        label=_("What to include"),
        choices=Part.choices,
        initial=Part.values,
        widget=forms.CheckboxSelectMultiple,
    )
    people = forms.CharField(
        label=_("Only these people"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One per line: name, work e-mail or personnel number."),
    )
    leavers = forms.BooleanField(label=_("Include people who have left"), required=False, initial=True)

    def __init__(self, *args: Any, zone: str, language: str, by: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = Employee.objects.visible_to(by)
        self._zone = zone
        anything = ("", pgettext_lazy("filter", "All"))
        choices = {
            "policy": policy_choices(language),
            "version": version_choices(language),
            "department": department_choices(),
            "location": [(str(ref), name) for ref, name in Location.objects.values_list("ref", "name")],
            "entity": [(str(ref), name) for ref, name in Entity.objects.values_list("ref", "name")],
        }
        for name, options in choices.items():
            self.fields[name].choices = [anything, *options]

    def clean_people(self) -> list[str]:
        """References of exactly the people meant; a line that fits nobody or several is refused."""
        lines = [line.strip() for line in self.cleaned_data["people"].splitlines() if line.strip()]
        if len(lines) > PEOPLE_MAX:
            raise forms.ValidationError(_("At most %(count)d people.") % {"count": PEOPLE_MAX})
        return [self._person(line) for line in lines]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("This day lies before the first one."))
        version = data.get("version")
        if version and data.get("policy"):
            fits = PolicyVersion.objects.filter(ref=version, policy__ref=data["policy"]).exists()
            if not fits:
                self.add_error("version", _("This version belongs to another guideline."))
        return data

    def selection(self) -> Selection:
        data = dict(self.cleaned_data)
        data["parts"], data["people"] = tuple(data["parts"]), tuple(data["people"])
        return Selection(**data, zone=self._zone)

    def _person(self, line: str) -> str:
        fits = (
            Q(name__iexact=line) | Q(email__iexact=line) | Q(personnel_number=line) | Q(login_id__iexact=line)
        )
        refs = list(self._people.filter(fits).values_list("ref", flat=True)[:2])
        if not refs:
            raise forms.ValidationError(_("Nobody is found by “%(line)s”.") % {"line": line[:60]})
        if len(refs) > 1:
            raise forms.ValidationError(
                _("Several people fit “%(line)s”. Use the personnel number or e-mail.") % {"line": line[:60]}
            )
        return str(refs[0])


def policy_choices(language: str) -> list[tuple[str, str]]:
    titles = _titles(language)
    rows = Policy.objects.filter(current__isnull=False).values_list("ref", "current", "slug")
    return sorted(
        ((str(ref), titles.get(current, slug)) for ref, current, slug in rows), key=lambda row: row[1]
    )


def version_choices(language: str) -> list[tuple[str, str]]:
    titles = _titles(language)
    versions = PolicyVersion.objects.order_by("policy_id", "-major", "-minor")
    rows = [(str(v.ref), f"{titles.get(v.pk, '')} {v.number}") for v in versions]
    return sorted(rows, key=lambda row: row[1])


def department_choices() -> list[tuple[str, str]]:
    """The tree, indented."""
    rows = Department.objects.order_by("path").values_list("ref", "name", "depth")
    return [(str(ref), "\u2003" * (depth - 1) + name) for ref, name, depth in rows]


def _titles(language: str) -> dict[int, str]:
    """Title per version, in `language` where there is one."""
    titles: dict[int, str] = {}
    for version, spoken, title in Rendition.objects.values_list("version", "language", "title"):
        if spoken == language or version not in titles:
            titles[version] = title
    return titles
