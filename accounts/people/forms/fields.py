from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import Department, Employee

ANY = pgettext_lazy("people", "Any")  # the empty choice of a filter


class PersonField(forms.CharField):
    """Somebody who works here, by login id, work e-mail or personnel number: nobody scrolls 100 000 names."""

    default_error_messages = {
        "unknown": _("Nobody is found by this."),
        "several": _("Several people fit. Please use the login id."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Login id, work e-mail or personnel number"))
        super().__init__(max_length=254, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return Employee.objects.filter(pk=value).values_list("login_id", flat=True).first()
        return value.login_id if isinstance(value, Employee) else value

    def clean(self, value: Any) -> Employee | None:
        text = super().clean(value).strip().lower()
        if not text:
            return None
        exact = Employee.objects.employed().filter(Q(login_id=text) | Q(email=text))
        found = list(exact[:1] or Employee.objects.employed().filter(personnel_number__iexact=text)[:2])
        if len(found) != 1:
            code = "several" if found else "unknown"
            raise forms.ValidationError(self.error_messages[code], code=code)
        return found[0]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class DepartmentField(forms.ModelChoiceField):
    """A department, indented as the tree is."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Department.objects.order_by("path"), **kwargs)

    def label_from_instance(self, obj: Department) -> str:
        return f"{obj.indent}{obj.name}"


class DayInput(forms.DateInput):
    """The browser's own calendar; browsers send ISO dates, so they are shown as such."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day that calendars and time zones can reckon with; a mistyped year is no year."""

    widget = DayInput
    first, last = date(1900, 1, 1), date(2199, 12, 31)
    default_error_messages = {"unlikely": _("Please check the year.")}

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day and not self.first <= day <= self.last:
            raise forms.ValidationError(self.error_messages["unlikely"], code="unlikely")
        return day
