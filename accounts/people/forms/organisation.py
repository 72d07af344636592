from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.people.forms.fields import DepartmentField
from accounts.people.models import Department, Entity, Location


class LocationForm(forms.ModelForm):
    class Meta:
        model = Location
        fields = ("name", "country", "subdivision", "time_zone")

    def clean_country(self) -> str:
        return self.cleaned_data["country"].strip().upper()

    def clean_subdivision(self) -> str:
        return self.cleaned_data["subdivision"].strip().upper()


MOST_AT_ONCE, LONGEST_NAME = 20, 200
LocationFormSet = forms.formset_factory(
    LocationForm, min_num=1, extra=2, validate_min=True, max_num=MOST_AT_ONCE, absolute_max=MOST_AT_ONCE
)


class EntityForm(forms.ModelForm):
    class Meta:
        model = Entity
        fields = ("name",)


class DepartmentForm(forms.Form):
    """A department and where it hangs in the tree."""

    name = forms.CharField(label=_("Name"), max_length=200)
    parent = DepartmentField(
        label=_("Belongs to"), required=False, empty_label=_("Nothing: it stands at the top")
    )
    other_names = forms.CharField(
        label=_("Also called"),
        help_text=_("What the company’s directory or an import calls it, one name a line."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
    )

    def __init__(self, *args: Any, department: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.department = department
        if department:
            below = self.fields["parent"].queryset.exclude(path__startswith=department.path)
            self.fields["parent"].queryset = below

    def clean_other_names(self) -> list[str]:
        """Each name means one department: an own name is left out, one of another department refused."""
        names = {" ".join(line.split()) for line in self.cleaned_data["other_names"].splitlines()} - {""}
        unique = {name.casefold(): name for name in sorted(names)}
        return sorted(name for name in unique.values() if self._is_new(name))

    def _is_new(self, name: str) -> bool:
        if len(name) > LONGEST_NAME:
            raise forms.ValidationError(_("“%(name)s …” is too long."), params={"name": name[:40]})
        means = Department.called(name)
        if means is not None and means != self.department:
            raise forms.ValidationError(
                _("“%(name)s” already means %(department)s."), params={"name": name, "department": means}
            )
        return name.casefold() != self.data.get("name", "").strip().casefold()
