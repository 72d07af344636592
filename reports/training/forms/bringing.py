from dataclasses import asdict
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.imports.rules import FileUnreadable
from accounts.people.forms.fields import DayField
from portal.audit.rules import RuleBroken
from reports.dashboards.forms.acts import too_large
from reports.training.titles import course_choices
from training.assignments.lists import Line, read_history, read_people
from training.courses.models import Course

SALT = "reports.training.lines"
LIST_TYPES = (".csv", ".xlsx")


class ListField(forms.FileField):
    """A list as CSV or XLSX; what is inside is read, and refused, by `read`."""

    widget = forms.ClearableFileInput(attrs={"accept": ",".join(LIST_TYPES)})

    def __init__(self, *, read: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._read = read

    def clean(self, data: Any, initial: Any = None) -> list[Line]:
        upload: UploadedFile = super().clean(data, initial)
        if (upload.size or 0) > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(too_large(), code="too_large")
        try:
            return self._read(upload.file)
        except (FileUnreadable, RuleBroken) as refusal:
            raise forms.ValidationError(str(refusal.message), code="unreadable") from refusal


class BringingForm(forms.Form):
    """A list of who did what. It is read once; after the preview its `lines` come back, signed."""

    def __init__(self, *args: Any, was_too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._was_too_large = was_too_large
        self.was_seen = "lines" in self.data
        if self.was_seen:
            del self.fields["file"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self._was_too_large and "file" in self.fields:
            self.errors.pop("file", None)
            self.add_error("file", forms.ValidationError(too_large(), code="too_large"))
        if self.was_seen:
            data["file"] = self._lines_seen()
        return data

    def signed(self) -> str:
        """The lines, so that what is confirmed is what was shown."""
        rows = [{**asdict(line), "done_on": str(line.done_on or "")} for line in self.cleaned_data["file"]]
        return signing.dumps(rows, salt=SALT, compress=True)

    def _lines_seen(self) -> list[Line]:
        try:
            rows = signing.loads(self.data["lines"], salt=SALT)
        except signing.BadSignature as broken:
            raise forms.ValidationError(_("Please choose the file again.")) from broken
        return [Line(**{**row, "done_on": parse_date(row["done_on"])}) for row in rows]


class AttendanceForm(BringingForm):
    """A course that was held in person."""

    course = forms.TypedChoiceField(label=pgettext_lazy("required course", "Course"), coerce=int)
    held_on = DayField(label=pgettext_lazy("attendance", "Held on"))
    place = forms.CharField(label=pgettext_lazy("attendance", "Place"), max_length=200)
    trainer = forms.CharField(label=pgettext_lazy("attendance", "Held by"), max_length=200)
    file = ListField(
        label=pgettext_lazy("attendance", "Who was there"),
        help_text=_("CSV or XLSX with a column “Person”: personnel number, work e-mail or login id."),
        read=read_people,
    )

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = course_choices(language, Course.objects.in_force())
        self.fields["course"].choices = [("", pgettext_lazy("choice", "Please choose")), *choices]


class HistoryForm(BringingForm):
    """What people did in an earlier system."""

    system = forms.CharField(
        label=pgettext_lazy("import", "Name of the earlier system"),
        max_length=200,
        help_text=_("It stands on every proof that comes from there."),
    )
    file = ListField(
        label=pgettext_lazy("import", "Who did what"),
        help_text=_("CSV or XLSX with the columns “Person”, “Course” and “Date”."),
        read=read_history,
    )
