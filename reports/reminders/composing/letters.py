"""From a letter to what its mail says: groups of items, in the reader's language."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.people.calendar import local_day
from reports.reminders.choices import ENDED, OWED, Topic
from reports.reminders.composing.courses import course_items
from reports.reminders.composing.items import Group, Item
from reports.reminders.composing.requests import request_items
from reports.reminders.models import Letter, Mention
from reports.reminders.wording import Outline, lead, subject


def compose(letter: Letter, language: str, base_url: str) -> dict[str, Any]:
    """Subject, first sentence, groups and the one button. What was done since is left out."""
    mentions = [mention for mention in letter.mentions.shown() if _still_holds(mention)]
    items = _items(mentions, language, base_url)
    groups: dict[Topic, Group] = {}
    for mention in mentions:
        topic = Topic(mention.topic)
        groups.setdefault(topic, Group(topic)).items.append(items[mention.pk])
    outline = _outline(letter, mentions, groups)
    return {
        "groups": list(groups.values()),
        "subject": subject(outline),
        "lead": lead(outline),
        "many": len(mentions) > 1,
        **_button(groups.values(), base_url),
    }


def _still_holds(mention: Mention) -> bool:
    return mention.topic in ENDED or mention.is_open


def _items(mentions: list[Mention], language: str, base_url: str) -> dict[int, Item]:
    requests = request_items((one for one in mentions if one.request_id), language, base_url)
    courses = course_items((one for one in mentions if one.assignment_id), language, base_url)
    return requests | courses


def _outline(letter: Letter, mentions: list[Mention], groups: dict[Topic, Group]) -> Outline:
    owed = [mention for mention in mentions if mention.topic in OWED]
    first = next(iter(groups.values()), None)
    return Outline(
        kind=letter.kind,
        today=local_day(timezone.now(), letter.employee.location),
        title=first.items[0].title if first else "",
        days=tuple(mention.about.due_on for mention in owed if mention.about.due_on),
        owed=len(owed),
        courses=sum(mention.assignment_id is not None for mention in owed),
        offered=_size(groups, Topic.OFFERED),
        settled=_size(groups, Topic.SETTLED),
        dropped=_size(groups, Topic.DROPPED),
        dropped_courses=sum(one.assignment_id is not None for one in mentions if one.topic == Topic.DROPPED),
    )


def _size(groups: dict[Topic, Group], topic: Topic) -> int:
    return len(groups[topic].items) if topic in groups else 0


def _button(groups: Iterable[Group], base_url: str) -> dict[str, str]:
    """Straight to the one thing there is to do, else to the start page, where all of it stands."""
    doable = [item for group in groups for item in group.items if item.url]
    if len(doable) == 1:
        return {"button_url": doable[0].url, "button_label": doable[0].action}
    return {"button_url": f"{base_url}/", "button_label": _("See what is open")}
