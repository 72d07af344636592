import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.access.choices import Verdict
from accounts.access.models import AccessReview
from accounts.access.rules import InThePast
from accounts.people.forms.fields import DayField

ITEM = re.compile(r"item-([0-9]{1,18})")
# More rows than a page has do not come from a page.
MOST_AT_ONCE = 100


class ReviewForm(forms.ModelForm):
    """A review to come."""

    due_on = DayField(label=_("Due date"))

    class Meta:
        model = AccessReview
        fields = ("title", "platform", "due_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["platform"].empty_label = pgettext_lazy("access review", "All platforms")


class VerdictsForm(forms.Form):
    """What is decided about the rows of a page, each by its own radio buttons, with one note and one day."""

    until = DayField(label=_("Last day, where you shorten"), required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.verdicts = _verdicts(data or {})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.verdicts:
            raise forms.ValidationError(_("Please choose a verdict in at least one row."))
        if Verdict.REDUCE in self.verdicts.values() and "until" not in self.errors:
            if data.get("until") is None:
                self.add_error("until", _("Please choose the last day."))
            elif data["until"] < timezone.localdate():
                self.add_error("until", str(InThePast.message))
        return data


def _verdicts(data: Mapping[str, Any]) -> dict[int, Verdict]:
    """What was chosen, by the id of the item; what is no choice is passed over."""
    found = {}
    for name, value in data.items():
        row = ITEM.fullmatch(name)
        if row and value in Verdict.values and value != Verdict.PENDING:
            found[int(row[1])] = Verdict(value)
    return dict(list(found.items())[:MOST_AT_ONCE])
