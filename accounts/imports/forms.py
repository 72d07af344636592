from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.imports.columns import FIELDS, missing
from accounts.imports.headings import Field
from accounts.imports.limits import FILE_BYTES_MAX
from accounts.imports.models import FileImport, PeopleImport
from accounts.imports.pages import MEGABYTES
from accounts.imports.permissions import can_create_places, can_state_completeness
from accounts.imports.wording import sentence
from accounts.people.models import Employee, Entity, Location

CHOOSE = _("Please choose the column that holds this.")


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("CSV or XLSX file"),
        help_text=_("The first row holds the headings. Separator and encoding are recognised."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        allow_empty_file=True,  # it has a message of its own
    )

    @classmethod
    def too_large(cls) -> "UploadForm":
        """The answer to a file of which nothing was read."""
        form = cls({}, {})
        form.errors.clear()
        form.add_error("file", sentence("too_large", {"megabytes": MEGABYTES}))
        return form

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > FILE_BYTES_MAX:
            raise forms.ValidationError(sentence("too_large", {"megabytes": MEGABYTES}))
        return file


class ColumnsForm(forms.Form):
    """Which column of a file holds which of `known`. What else a form asks comes below the columns."""

    known: ClassVar[Sequence[Field]] = ()

    def __init__(self, *args: Any, file_import: FileImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        headings = file_import.shape["headings"]
        options = [(str(at), heading or f"{at + 1}.") for at, heading in enumerate(headings)]
        below = {name: self.fields.pop(name) for name in list(self.fields)}
        for field in self.known:
            self.fields[f"column_{field.name}"] = forms.ChoiceField(
                label=field.label,
                choices=[("", pgettext_lazy("column", "Not in the file")), *options],
                required=field.required,
                error_messages={"required": CHOOSE},
                initial=str(file_import.mapping.get(field.name, "")),
            )
        self.fields.update(below)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        mapping = self.mapping()
        for field in self.lacking(mapping):
            if not self.has_error(f"column_{field.name}"):
                self.add_error(f"column_{field.name}", CHOOSE)
        chosen = list(mapping.values())
        for name, at in mapping.items():
            if chosen.count(at) > 1:
                self.add_error(f"column_{name}", _("This column is chosen more than once."))
        return data

    def lacking(self, mapping: Mapping[str, int]) -> Sequence[Field]:
        """Fields that `mapping` needs beyond those that are always required."""
        return ()

    def mapping(self) -> dict[str, int]:
        chosen = {field.name: self.cleaned_data.get(f"column_{field.name}", "") for field in self.known}
        return {name: int(at) for name, at in chosen.items() if at}


class PeopleColumnsForm(ColumnsForm):
    """Which column holds what of a person, and what else the file says by being as it is."""

    known = FIELDS
    entity = forms.ModelChoiceField(
        Entity.objects.all(),
        label=_("Entity of rows that name none"),
        required=False,
        empty_label=pgettext_lazy("entity", "None"),
    )
    complete_for = forms.ModelMultipleChoiceField(
        Entity.objects.all(),
        label=_("The file names everybody who works for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only then is whoever is missing in the file taken to be leaving."),
    )
    create_places = forms.BooleanField(
        label=_("Create departments and locations that are not known yet"), required=False
    )
    like = forms.ModelChoiceField(
        Location.objects.all(),
        label=_("New locations have country, holidays and time zone of"),
        required=False,
        empty_label=None,
    )

    def __init__(self, *args: Any, people_import: PeopleImport, by: Employee, **kwargs: Any) -> None:
        super().__init__(*args, file_import=people_import, **kwargs)
        self._limit(by)

    def _limit(self, by: Employee) -> None:
        everywhere = list(Entity.objects.all())
        if len(everywhere) == 1:
            self.initial["entity"] = everywhere[0]
        entities = [one for one in everywhere if can_state_completeness(by, one)]
        self.fields["complete_for"].queryset = Entity.objects.filter(pk__in=[one.pk for one in entities])
        if not entities:
            del self.fields["complete_for"]
        if not can_create_places(by):
            del self.fields["create_places"], self.fields["like"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "entity" not in self.mapping() and not data.get("entity"):
            self.add_error("entity", _("Please choose the entity, or the column that names it."))
        return data

    def lacking(self, mapping: Mapping[str, int]) -> Sequence[Field]:
        return missing(mapping)

    def choice(self) -> dict[str, Any]:
        """What `choose_columns` wants to know."""
        data = self.cleaned_data
        return {
            "mapping": self.mapping(),
            "entity": data["entity"],
            "complete_for": data.get("complete_for", ()),
            "create_places": data.get("create_places", False),
            "like": data.get("like"),
        }


class ApplyForm(forms.Form):
    """The last look: that refused rows stay out is ticked."""

    leave_out_refused = forms.BooleanField(label=_("Leave out the refused rows"), required=False)

    def __init__(self, *args: Any, file_import: FileImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not file_import.counts.get("refused"):
            del self.fields["leave_out_refused"]


class PeopleApplyForm(ApplyForm):
    """How many leave is typed in."""

    leavers = forms.IntegerField(label=_("Number of people who will leave"), min_value=0)
    field_order = ("leavers", "leave_out_refused")

    def __init__(self, *args: Any, people_import: PeopleImport, **kwargs: Any) -> None:
        super().__init__(*args, file_import=people_import, **kwargs)
        if not people_import.counts.get("leaving"):
            del self.fields["leavers"]
