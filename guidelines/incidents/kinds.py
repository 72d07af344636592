"""What this room's entries of the log say. Other rooms declare theirs in the same way."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guidelines.incidents.choices import EntryGroup, Status, TaskState
from guidelines.incidents.models import TimelineEntry
from guidelines.incidents.reading import name_in, role_name, task_in
from guidelines.incidents.registry import EntryKind
from guidelines.playbooks.choices import Trouble

Facts = Mapping[str, Any]
Sentence = Callable[[TimelineEntry, Facts], str]


def _says(sentence: Callable[[], str]) -> Sentence:
    return lambda entry, facts: sentence()


def _reported(entry: TimelineEntry, facts: Facts) -> str:
    return _("reported: {what}").format(what=Trouble(facts["trouble"]).label)


def _level(entry: TimelineEntry, facts: Facts) -> str:
    return _("declared the level: social media {social}, press {media}").format(**facts)


def _role(text: Callable[[], str]) -> Sentence:
    def sentence(entry: TimelineEntry, facts: Facts) -> str:
        names = {key: name_in(entry, facts, key) for key in ("person", "to") if facts.get(key)}
        return text().format(role=role_name(entry.incident, facts["role"]), **names)

    return sentence


def _task(text: Callable[[], str]) -> Sentence:
    return lambda entry, facts: text().format(task=task_in(entry, facts))


def _settled(entry: TimelineEntry, facts: Facts) -> str:
    text = _("finished: {task}") if facts["state"] == TaskState.DONE else _("dropped the task: {task}")
    return text.format(task=task_in(entry, facts))


def _person(text: Callable[[], str]) -> Sentence:
    return lambda entry, facts: text().format(person=name_in(entry, facts, "person"))


def _status(entry: TimelineEntry, facts: Facts) -> str:
    return _("changed the status: {status}").format(status=Status(facts["status"]).label)


def _opened(entry: TimelineEntry, facts: Facts) -> str:
    if facts.get("follows"):
        return _("opened the incident; it follows {number}").format(number=facts["follows"])
    return _("opened the incident")


def _people(entry: TimelineEntry, facts: Facts) -> str:
    if facts.get("fallback"):
        return _(
            "made the incident confidential: only who is named may enter. No playbook names anybody to "
            "lead such incidents, so the crisis leads were let in"
        )
    return _("made the incident confidential: only who is named may enter")


def _missing(entry: TimelineEntry, facts: Facts) -> str:
    return _("passed over {person} for “{role}”: they can no longer act").format(
        role=role_name(entry.incident, facts["role"]), person=name_in(entry, facts, "person")
    )


def _merged_in(entry: TimelineEntry, facts: Facts) -> str:
    return _("merged incident {number} into this one").format(number=facts["number"])


def _merged_away(entry: TimelineEntry, facts: Facts) -> str:
    return _("merged this incident into {number}; everything goes on there").format(number=facts["number"])


def _started(entry: TimelineEntry, facts: Facts) -> str:
    if not facts.get("edition"):
        return _("started the incident without a playbook: none is released")
    return _("started the incident by the playbook “{name}”, edition {edition}").format(**facts)


KINDS = {
    "incidents.opened": EntryKind(_opened, "flame", ("head", "now"), EntryGroup.COURSE),
    "incidents.reported": EntryKind(_reported, "megaphone", ("reports",), EntryGroup.COURSE),
    "incidents.answered": EntryKind(
        _says(lambda: _("answered a reporter")), "reply", ("reports",), EntryGroup.COURSE
    ),
    "incidents.started": EntryKind(_started, "play", ("head", "now", "roles", "tasks"), EntryGroup.COURSE),
    "incidents.status": EntryKind(_status, "flag", ("head", "now"), EntryGroup.COURSE),
    "incidents.closed": EntryKind(
        _says(lambda: _("closed the incident")), "circle-check", ("head", "now", "tasks"), EntryGroup.COURSE
    ),
    "incidents.closed-unfinished": EntryKind(
        _says(lambda: _("closed the incident although something was not finished, with this reason")),
        "circle-alert",
        ("head", "now", "tasks"),
        EntryGroup.COURSE,
    ),
    "incidents.cancelled": EntryKind(
        _says(lambda: _("found that this is no incident")), "circle-x", ("head", "now"), EntryGroup.COURSE
    ),
    "incidents.merged-in": EntryKind(_merged_in, "merge", ("head", "reports", "people"), EntryGroup.COURSE),
    "incidents.merged-away": EntryKind(_merged_away, "merge", ("head", "now"), EntryGroup.COURSE),
    "incidents.renamed": EntryKind(
        _says(lambda: _("gave the incident a title")), "pencil", ("head",), EntryGroup.COURSE
    ),
    "incidents.level": EntryKind(_level, "gauge", ("head", "now", "tasks", "roles"), EntryGroup.LEVEL),
    "incidents.role-taken": EntryKind(
        _role(lambda: _("took the role “{role}”")), "user-check", ("roles", "now"), EntryGroup.PEOPLE
    ),
    "incidents.role-handed-over": EntryKind(
        _role(lambda: _("handed the role “{role}” over to {to}")),
        "arrow-right-left",
        ("roles", "now"),
        EntryGroup.PEOPLE,
    ),
    "incidents.role-given-back": EntryKind(
        _role(lambda: _("gave the role “{role}” back")), "user-minus", ("roles", "now"), EntryGroup.PEOPLE
    ),
    "incidents.role-left": EntryKind(
        _role(lambda: _("freed the role “{role}”: {person} can no longer act")),
        "user-x",
        ("roles", "now"),
        EntryGroup.PEOPLE,
    ),
    "incidents.holder-missing": EntryKind(_missing, "user-x", ("roles",), EntryGroup.PEOPLE),
    "incidents.confidential": EntryKind(_people, "lock", ("head", "people"), EntryGroup.PEOPLE),
    "incidents.not-confidential": EntryKind(
        _says(lambda: _("made the incident no longer confidential")),
        "lock-open",
        ("head", "people"),
        EntryGroup.PEOPLE,
    ),
    "incidents.let-in": EntryKind(
        _person(lambda: _("let in {person}")), "user-plus", ("people", "roles"), EntryGroup.PEOPLE
    ),
    "incidents.let-out": EntryKind(
        _person(lambda: _("took {person} out of the room")),
        "user-minus",
        ("people", "roles"),
        EntryGroup.PEOPLE,
    ),
    "incidents.task-added": EntryKind(
        _task(lambda: _("added a task: {task}")), "list-plus", ("tasks", "now"), EntryGroup.TASKS
    ),
    "incidents.tasks-opened": EntryKind(
        lambda entry, facts: _("opened {count} tasks of the playbook").format(**facts),
        "list-checks",
        ("tasks", "now"),
        EntryGroup.TASKS,
    ),
    "incidents.task-assigned": EntryKind(
        lambda entry, facts: _("gave “{task}” to {person}").format(
            task=task_in(entry, facts),
            person=name_in(entry, facts, "person"),
        ),
        "user-check",
        ("tasks", "now"),
        EntryGroup.TASKS,
    ),
    "incidents.task-settled": EntryKind(_settled, "square-check", ("tasks", "now"), EntryGroup.TASKS),
    "incidents.pinned": EntryKind(
        lambda entry, facts: _("pinned entry {seq}").format(seq=facts["seq"]),
        "pin",
        ("pinned",),
        EntryGroup.NOTES,
    ),
    "incidents.unpinned": EntryKind(
        lambda entry, facts: _("took the pin off entry {seq}").format(seq=facts["seq"]),
        "pin-off",
        ("pinned",),
        EntryGroup.NOTES,
    ),
    "incidents.note": EntryKind(
        _says(lambda: pgettext("incident log", "noted")), "pencil-line", (), EntryGroup.NOTES
    ),
    "incidents.correction": EntryKind(
        lambda entry, facts: _("corrected entry {seq}").format(seq=facts["seq"]),
        "pencil-line",
        (),
        EntryGroup.NOTES,
    ),
}
