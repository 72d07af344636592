"""What this room holds about one person, for "my data"."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.people.models import Employee
from accounts.people.registry import Section, Stored
from guidelines.alarms.models import AlarmCall, AlarmChannel
from guidelines.alarms.wording import subject_of

STORED = (
    Stored(
        gettext_lazy("Alarms"),
        gettext_lazy(
            "who was called when and by which channel, whether the message left, who answered; of a phone "
            "number only its kind"
        ),
        gettext_lazy("finding somebody at any hour, and showing afterwards how long it took"),
        gettext_lazy("as long as the incident; then erased by rule"),
    ),
)


def about_person(person: Employee) -> Iterator[Section]:
    calls = AlarmCall.objects.filter(person=person).select_related("alarm__incident").order_by("-pk")
    rows: list[dict[str, object]] = [
        {
            pgettext("alarm", "Incident"): subject_of(call.alarm.incident),
            _("Called"): date_format(call.called_at, "SHORT_DATETIME_FORMAT"),
            _("Answer"): _answer_of(call),
        }
        for call in calls
    ]
    if rows:
        yield Section(_("Alarms I was called for"), rows)
    entered: list[dict[str, object]] = [
        {
            pgettext("alarm channel", "Channel"): channel.name,
            _("Entered"): date_format(channel.proposed_at, "SHORT_DATETIME_FORMAT"),
        }
        for channel in AlarmChannel.objects.filter(proposed_by=person).order_by("-pk")
    ]
    if entered:
        yield Section(_("Alarm channels I entered"), entered)


def _answer_of(call: AlarmCall) -> str:
    if call.answered_at:
        return _("I have it")
    return _("I cannot") if call.passed_on_at else "–"
