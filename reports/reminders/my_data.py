"""What this room holds about one person, for "my data". The mails themselves are listed there as well."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.people.models import Employee
from accounts.people.registry import Section, Stored
from reports.reminders.models import FeedEntry, Mention, RefusedAddress

STORED = (
    Stored(
        gettext_lazy("What the portal reminded me of"),
        gettext_lazy("Which request was mentioned in which mail, on which day"),
        gettext_lazy("Nobody is reminded twice a day, and “I was never told” has an answer"),
        gettext_lazy("As long as the request"),
    ),
)


def stored_about(person: Employee) -> Iterator[Section]:
    """Everything this room holds about `person`."""
    mentions = [_mention(one) for one in _mentions(person)]
    yield Section(gettext_lazy("What the portal reminded me of"), mentions)
    yield Section(
        gettext_lazy("Addresses that took no mail"),
        [_refused(one) for one in person.refused_addresses.order_by("refused_at")],
    )
    yield Section(
        gettext_lazy("Due dates in my calendar feed"),
        [_entry(one) for one in person.feed_entries.order_by("due_on", "key")],
    )


def _mentions(person: Employee) -> Iterator[Mention]:
    mentions = Mention.objects.filter(letter__employee=person)
    yield from mentions.select_related("letter", "version__policy").order_by("letter__day", "pk")


def _mention(mention: Mention) -> dict[str, object]:
    return {
        pgettext("reminder", "Day"): mention.letter.day,
        pgettext("reminder", "Mail"): mention.letter.get_kind_display(),
        _("Guideline"): mention.version.policy.slug,
        _("Version"): mention.version.number,
        pgettext("reminder", "Because"): mention.get_topic_display(),
        _("Due date"): mention.due_on,
    }


def _refused(refused: RefusedAddress) -> dict[str, object]:
    return {_("Address"): refused.address, pgettext("mail", "Refused at"): refused.refused_at}


def _entry(entry: FeedEntry) -> dict[str, object]:
    return {
        _("Duty"): entry.key,
        _("Due date"): entry.due_on,
        pgettext("calendar", "Changes"): entry.sequence,
    }
