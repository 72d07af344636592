from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.forms.fields import DayField
from reports.dashboards.forms.acts import ScanField, long_text, too_large


class ReasonForm(forms.Form):
    """Why HR does it."""

    reason = long_text(_("Reason"), _("It stays on record and the person can read it in their data."))


class EquivalentForm(forms.Form):
    """Proof from elsewhere: when it was done, what it is, and the file."""

    done_on = DayField(label=_("Done on"))
    file = ScanField(
        label=pgettext_lazy("evidence", "File"),
        help_text=_("PDF, PNG or JPEG, at most 20 MB."),
        max_length=200,
    )
    note = long_text(_("Note"), _("For example which course it was, and who held it."))

    def __init__(self, *args: Any, was_too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._was_too_large = was_too_large

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self._was_too_large:
            self.errors.pop("file", None)
            self.add_error("file", forms.ValidationError(too_large(), code="too_large"))
        return data


class RefuseForm(forms.Form):
    note = long_text(_("Why it is refused"), _("The person who recorded it reads this."))
