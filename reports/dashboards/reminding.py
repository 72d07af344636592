"""Why somebody cannot be reminded now: said before the button is pressed in vain."""

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.people.calendar import is_working_day, local_day
from accounts.people.models import Employee
from guidelines.policies.choices import RequestState
from guidelines.policies.models import AcknowledgementRequest
from guidelines.policies.rules import NotForConsent, RequestNotOpen
from reports.reminders.querysets import who_can_be_written_to

AWAY = _("This person is away; the deadline is paused and nobody is reminded.")
DAY_OFF = _("Today is a day off where this person works. Nothing is sent on such days.")
UNREACHABLE = _("This person cannot be reached by mail now. Please tell them in person.")
REMINDED = _("This person has already been reminded today. One reminder a day is enough.")


def why_not(request: AcknowledgementRequest) -> str | Promise:
    """The reason, after `remind_now` has written to nobody."""
    today = local_day(timezone.now(), request.employee.location)
    if request.state != RequestState.OPEN:
        return RequestNotOpen.message
    if not request.version.required:
        return NotForConsent.message
    if request.paused_on is not None:
        return AWAY
    if not is_working_day(today, request.employee.location):
        return DAY_OFF
    person = Employee.objects.filter(pk=request.employee_id)
    return REMINDED if who_can_be_written_to(person, today).exists() else UNREACHABLE
