"""Writing to people: the daily mail, and HR's reminder by hand. Each in the transaction of its mail row."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value
from django.utils import timezone

from accounts.people.calendar import is_working_day
from accounts.people.models import Employee, Location
from accounts.people.permissions import of_visible_people
from guidelines.policies.models import AcknowledgementRequest
from guidelines.policies.permissions import can_handle_requests
from portal.audit.rules import NotPermitted
from portal.audit.trail import many, operation, record
from portal.jobs.operations import enqueue
from portal.setbased import insert_select
from reports.reminders.choices import LetterKind, Topic
from reports.reminders.emails import send_letters
from reports.reminders.models import Letter, Mention
from reports.reminders.news import Today, course_news, news, urgency
from reports.reminders.querysets import who_can_be_written_to
from training.assignments.models import Assignment

SLICE = 200  # one transaction: short enough for SQLite, long enough to be set-based
BY_HAND_SLICE = 20  # these are looked at one by one


def due_for_digest(location: Location, today: Today) -> QuerySet[Employee]:
    """People at `location` with something to hear today who have had no daily mail yet."""
    here = _without_digest(location, today)
    requests, courses = (found.filter(employee=OuterRef("pk")) for found in (news(today), course_news(today)))
    return here.filter(Exists(requests) | Exists(courses)).order_by("pk")


def write_digests(*, people: Iterable[int], location: Location, moment: datetime) -> int:
    """Write the daily mail of those of `people` who are still due for one; returns how many were.

    Raises `IntegrityError` when another worker was faster with one of them; then nothing is written.
    """
    today = Today.at(moment, location)
    due = _without_digest(location, today).in_bulk(list(people))
    told: list[Any] = [
        *news(today).filter(employee__in=list(due)),
        *course_news(today).filter(employee__in=list(due)),
    ]
    letters = Letter.objects.bulk_create(
        Letter(employee=due[pk], day=today.day, kind=LetterKind.DAILY, written_at=moment)
        for pk in dict.fromkeys(one.employee_id for one in told)
    )
    by_person = {letter.employee_id: letter for letter in letters}
    mentions = Mention.objects.bulk_create(_mention(by_person[one.employee_id], one) for one in told)
    reminders = [mention for mention in mentions if _is_reminder(mention)]
    _count_reminders(Assignment, [one.assignment_id for one in reminders if one.assignment_id], today.day)
    _count_reminders(
        AcknowledgementRequest, [one.request_id for one in reminders if one.request_id], today.day
    )
    send_letters(letters, LetterKind.DAILY)
    return len(letters)


@operation(refused="requests.reminder_refused")
def remind_now(*, requests: QuerySet[AcknowledgementRequest], by: Employee) -> int:
    """Have HR's reminder sent about those of `requests` that are owed; returns how many people get one.

    One mail per person and day. Left out are consents (K5), what has ended or is paused, leavers, invited
    and absent people, people without a working address, and everybody whose day off it is (T5).
    Raises `NotPermitted`.
    """
    if not can_handle_requests(by):
        raise NotPermitted
    moment, chosen = timezone.now(), _owed_among(requests, by)
    people = sum(_remind_at(place.pk, chosen, by, moment) for place in Location.objects.order_by("pk"))
    if people:
        asked = Letter.objects.by_hand().filter(asked_for_by=by, written_at=moment)
        refs = chosen.filter(mentions__letter__in=asked).values_list("ref", flat=True)
        record("requests.reminded", by=by, details={"people": people, **many(refs)})
        enqueue("reminders.by_hand", payload={})
    return people


def count_to_remind(*, requests: QuerySet[AcknowledgementRequest], by: Employee) -> int:
    """How many people `remind_now` would write to at this moment."""
    moment, chosen = timezone.now(), _owed_among(requests, by)
    places = Location.objects.all()
    return sum(_to_remind(place, chosen, Today.at(moment, place)).count() for place in places)


def write_letters_by_hand() -> int:
    """Turn some of the letters HR asked for into mails; returns how many were looked at, 0 at the end.

    What has become pointless meanwhile is dropped: all confirmed, gone, or another day.
    """
    waiting = Letter.objects.unwritten().select_related("employee__location").order_by("pk")
    letters = list(waiting.select_for_update(of=("self",), no_key=True)[:BY_HAND_SLICE])
    owed = AcknowledgementRequest.objects.owed().filter(mentions__letter__in=letters, paused_on=None)
    owing = set(owed.values_list("mentions__letter", flat=True))
    current = [letter for letter in letters if letter.pk in owing and _is_still_for_today(letter)]
    for letter in current:
        asked = owed.filter(mentions__letter=letter).values_list("pk", flat=True)
        _count_reminders(AcknowledgementRequest, asked, letter.day)
    send_letters(current, LetterKind.BY_HAND)
    pointless = {letter.pk for letter in letters} - {letter.pk for letter in current}
    Letter.objects.filter(pk__in=pointless).delete()
    return len(letters)


def _without_digest(location: Location, today: Today) -> QuerySet[Employee]:
    """A letter of a later day counts too: the clock may have been set back."""
    had_one = Letter.objects.daily().filter(employee=OuterRef("pk"), day__gte=today.day)
    people = who_can_be_written_to(Employee.objects.filter(location=location), today.day)
    return people.filter(~Exists(had_one))


def _owed_among(requests: QuerySet[AcknowledgementRequest], by: Employee) -> QuerySet[AcknowledgementRequest]:
    listed = AcknowledgementRequest.objects.owed().filter(paused_on=None, pk__in=requests.values("pk"))
    return listed.filter(of_visible_people(by))


def _to_remind(
    location: Location, chosen: QuerySet[AcknowledgementRequest], today: Today
) -> QuerySet[Employee]:
    if not is_working_day(today.day, location):
        return Employee.objects.none()
    had_one = Letter.objects.by_hand().filter(employee=OuterRef("pk"), day=today.day)
    owing = Exists(chosen.filter(employee=OuterRef("pk")))
    people = who_can_be_written_to(Employee.objects.filter(location=location), today.day)
    return people.filter(owing, ~Exists(had_one))


def _remind_at(place: int, chosen: QuerySet[AcknowledgementRequest], by: Employee, moment: datetime) -> int:
    # Locked, so that two people in HR who remind the same colleague send one mail.
    location = Location.objects.select_for_update(no_key=True).get(pk=place)
    today = Today.at(moment, location)
    facts = {"day": today.day, "kind": LetterKind.BY_HAND.value, "asked_for_by": by.pk, "written_at": moment}
    values = {"employee": F("pk"), **{name: Value(fact) for name, fact in facts.items()}}
    reminded = insert_select(Letter, _to_remind(location, chosen, today), values)
    if reminded:
        _mention_by_hand(chosen, Letter.objects.filter(employee=OuterRef("employee"), **facts), today)
    return reminded


def _mention_by_hand(
    chosen: QuerySet[AcknowledgementRequest], letters: QuerySet[Letter], today: Today
) -> None:
    values = {
        "letter": Subquery(letters.values("pk")[:1]),
        "request": F("pk"),
        "topic": urgency(today),
        "version": F("version_id"),
        "due_on": F("due_on"),
        "first": ~Exists(Mention.objects.filter(request=OuterRef("pk"))),
    }
    insert_select(Mention, chosen.filter(Exists(letters)), values)


def _is_still_for_today(letter: Letter) -> bool:
    today = Today.at(timezone.now(), letter.employee.location)
    person = Employee.objects.filter(pk=letter.employee_id)
    return letter.day == today.day and who_can_be_written_to(person, today.day).exists()


def _mention(letter: Letter, told: Any) -> Mention:
    """A line of the letter; `told` is a request or an assignment with its topic, and whether it is news."""
    facts = {"topic": told.topic, "due_on": told.due_on, "first": told.first}
    if isinstance(told, Assignment):
        return Mention(letter=letter, assignment=told, **facts)
    return Mention(letter=letter, request=told, version_id=told.version_id, **facts)


def _is_reminder(mention: Mention) -> bool:
    """Whoever hears of something for the first time is asked, unless the due date has passed already."""
    if mention.topic == Topic.OVERDUE:
        return True
    return mention.topic in (Topic.LAST_CALL, Topic.SOON, Topic.COMING) and not mention.first


def _count_reminders(
    kind: type[AcknowledgementRequest] | type[Assignment], keys: Iterable[int], day: object
) -> None:
    kind.objects.open().filter(pk__in=list(keys)).update(
        reminders_sent=F("reminders_sent") + 1, last_reminded_on=day
    )
