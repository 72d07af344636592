"""What a mail is made of. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import pgettext

from reports.reminders.choices import Topic
from reports.reminders.wording import spoken_day


@dataclass(frozen=True)
class Item:
    """One request or course as a mail shows it. Empty texts are left out."""

    title: str
    language: str
    when: str = ""
    notes: tuple[str, ...] = ()
    action: str = ""
    url: str = ""
    contact: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Group:
    """What is mentioned under one heading."""

    topic: Topic
    items: list[Item] = field(default_factory=list)

    @property
    def heading(self) -> str:
        return str(self.topic.label)


def when(due_on: date | None, topic: Topic) -> str:
    if due_on is None:
        return ""
    day = {"day": spoken_day(due_on)}
    if topic == Topic.OVERDUE:
        return pgettext("due date", "was due on %(day)s") % day
    return pgettext("due date", "by %(day)s") % day
