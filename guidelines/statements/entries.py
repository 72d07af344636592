"""What the log says about statements."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from guidelines.incidents.choices import EntryGroup
from guidelines.incidents.models import TimelineEntry
from guidelines.incidents.reading import role_name
from guidelines.incidents.registry import EntryKind
from guidelines.playbooks.choices import TemplateKind

Facts = Mapping[str, Any]
Sentence = Callable[[TimelineEntry, Facts], str]


def _kind(sentence: Sentence, icon: str) -> EntryKind:
    return EntryKind(sentence, icon, ("statements", "head"), EntryGroup.WORDS)


def _drafted(entry: TimelineEntry, facts: Facts) -> str:
    text = (
        _("drafted a correction: {kind}, {language}")
        if facts["corrects"]
        else _("drafted: {kind}, {language}")
    )
    return text.format(kind=TemplateKind(facts["kind"]).label, language=facts["language"].upper())


def _submitted(entry: TimelineEntry, facts: Facts) -> str:
    if not facts["chain"]:
        return _("a statement is ready: this level asks for no approval")
    return _("handed a statement in for approval")


def _published(entry: TimelineEntry, facts: Facts) -> str:
    return _("published: {link}").format(link=facts["link"])


def _for_role(text: Callable[[], str]) -> Sentence:
    return lambda entry, facts: text().format(role=role_name(entry.incident, facts["role"]))


def _says(text: Callable[[], str]) -> Sentence:
    return lambda entry, facts: text()


ENTRIES = {
    "statements.drafted": _kind(_drafted, "pencil"),
    "statements.reworded": _kind(_says(lambda: _("reworded a statement")), "pencil"),
    "statements.submitted": _kind(_submitted, "send"),
    "statements.more_asked": _kind(
        _says(lambda: _("the higher level asks for further approvals of a statement")), "users"
    ),
    "statements.approved": _kind(_for_role(lambda: _("approved a statement as “{role}”")), "stamp"),
    "statements.refused": _kind(_for_role(lambda: _("sent a statement back as “{role}”")), "undo-2"),
    "statements.waived": _kind(
        _for_role(lambda: _("goes on without the approval of “{role}”")), "triangle-alert"
    ),
    "statements.published": _kind(_published, "megaphone"),
    "statements.withdrawn": _kind(_says(lambda: _("withdrew a statement")), "circle-x"),
}
