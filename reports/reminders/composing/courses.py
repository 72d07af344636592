"""How a required course reads in a mail."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from reports.reminders.choices import Topic
from reports.reminders.composing.items import Item, when
from reports.reminders.models import Mention
from training.assignments.choices import AssignmentState, Cause
from training.courses.models import CourseText, CourseVersion


def course_items(mentions: Iterable[Mention], language: str, base_url: str) -> dict[int, Item]:
    """Each of `mentions`, which are all about assignments, by its key. One query."""
    mentions = list(mentions)
    texts = _texts_of(mentions) if mentions else {}
    return {one.pk: _item(one, texts, language, base_url) for one in mentions}


def _texts_of(mentions: Iterable[Mention]) -> dict[int, dict[str, CourseText]]:
    found: dict[int, dict[str, CourseText]] = {}
    versions = {mention.assignment.course.current_id for mention in mentions}
    for text in CourseText.objects.filter(version__in=versions).defer("lessons", "summary"):
        found.setdefault(text.version_id, {})[text.language] = text
    return found


def _item(mention: Mention, texts: dict[int, dict[str, CourseText]], language: str, base_url: str) -> Item:
    assignment, topic = mention.assignment, Topic(mention.topic)
    version = assignment.course.current
    said = texts[version.pk]
    text = said.get(language) or said[version.authoritative_language]
    if topic == Topic.DROPPED:
        return Item(text.title, text.language, notes=(_dropped(mention),))
    return Item(
        title=text.title,
        language=text.language,
        when=when(assignment.due_on, topic),
        notes=tuple(note for note in (_why(mention), _minutes(version)) if note),
        action=pgettext("action", "Do the course"),
        url=f"{base_url}{reverse('courses:course-show', args=[assignment.course.slug])}",
        contact=text.contact,
    )


def _minutes(version: CourseVersion) -> str:
    words = ngettext("It takes about one minute.", "It takes about %(n)d minutes.", version.minutes)
    return words % {"n": version.minutes}


def _why(mention: Mention) -> str:
    """Said once: when the course is mentioned for the first time, or can be renewed."""
    if not mention.first:
        return ""
    return {
        Cause.RECERTIFICATION: _("Your proof runs out soon. You lose no days if you renew it now."),
        Cause.COURSE_CHANGED: _("The course has changed, so your earlier proof counts no longer."),
        Cause.REVOKED: _("Your earlier proof was recorded by mistake and counts no longer."),
        Cause.RETURN: _("Welcome back! This course is still to be done."),
    }.get(Cause(mention.assignment.cause), "")


def _dropped(mention: Mention) -> str:
    if mention.assignment.state == AssignmentState.EXEMPT:
        return _("HR has exempted you: you need not do this course.")
    return _("You need not do this course any more.")
