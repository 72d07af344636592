from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.people.forms.fields import DepartmentField
from accounts.people.models import Entity, Location


class LocationForm(forms.ModelForm):
    class Meta:
        model = Location
        fields = ("name", "country", "subdivision", "time_zone")

    def clean_country(self) -> str:
        return self.cleaned_data["country"].strip().upper()

    def clean_subdivision(self) -> str:
        return self.cleaned_data["subdivision"].strip().upper()


MOST_AT_ONCE = 20
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

    def __init__(self, *args: Any, department: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.department = department
        if department:
            below = self.fields["parent"].queryset.exclude(path__startswith=department.path)
            self.fields["parent"].queryset = below
