"""What this room holds about one person, for "my data". The mails themselves are listed there as well."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.people.models import Employee
from accounts.people.registry import Section, Stored, duties_of
from guidelines.policies.my_data import title_of, titles
from reports.reminders.models import FeedEntry, Mention, RefusedAddress
from training.courses.reading import titles_of

STORED = (
    Stored(
        gettext_lazy("What the portal reminded me of"),
        gettext_lazy("Which request or course was mentioned in which mail, on which day"),
        gettext_lazy("Nobody is reminded twice a day, and “I was never told” has an answer"),
        gettext_lazy("As long as the request"),
    ),
)


def stored_about(person: Employee) -> Iterator[Section]:
    """Everything this room holds about `person`."""
    mentions = _mentions(person)
    versions = {one.assignment.course.current_id for one in mentions if one.assignment}
    courses = titles_of(versions, person.language) if versions else {}
    yield Section(
        gettext_lazy("What the portal reminded me of"), [_mention(one, courses) for one in mentions]
    )
    yield Section(
        gettext_lazy("Addresses that took no mail"),
        [_refused(one) for one in person.refused_addresses.order_by("refused_at")],
    )
    entries = person.feed_entries.order_by("due_on", "key")
    named = {duty.key: duty.title for duty in duties_of(person)} if entries else {}
    yield Section(
        gettext_lazy("Due dates in my calendar feed"),
        [_entry(one, named.get(one.key, "")) for one in entries],
    )


def _mentions(person: Employee) -> list[Mention]:
    mentions = Mention.objects.filter(letter__employee=person)
    found = mentions.select_related("letter", "version", "assignment__course")
    return list(found.prefetch_related(titles("version")).order_by("letter__day", "pk"))


def _mention(mention: Mention, courses: dict[int, str]) -> dict[str, object]:
    course = mention.assignment.course if mention.assignment else None
    what = (
        {pgettext("required course", "Course"): courses.get(course.current_id, course.slug)}
        if course
        else {_("Guideline"): title_of(mention.version), _("Version"): mention.version.number}
    )
    return {
        pgettext("reminder", "Day"): mention.letter.day,
        pgettext("reminder", "Mail"): mention.letter.get_kind_display(),
        **what,
        pgettext("reminder", "Because"): mention.get_topic_display(),
        _("Due date"): mention.due_on,
    }


def _refused(refused: RefusedAddress) -> dict[str, object]:
    return {_("Address"): refused.address, pgettext("mail", "Refused at"): refused.refused_at}


def _entry(entry: FeedEntry, title: str) -> dict[str, object]:
    """The calendar still holds what is no longer owed until it is fetched again."""
    return {
        _("Duty"): title or pgettext("calendar", "no longer open"),
        _("Due date"): entry.due_on,
        pgettext("calendar", "Changes"): entry.sequence,
    }
