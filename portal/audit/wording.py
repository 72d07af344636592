"""What the codes of the trail are called. A code that no room declares any more stays as it was written."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.utils.text import capfirst

from portal.audit.models import AuditEvent
from portal.audit.registry import Words, detail_name, known_objects, known_verbs
from portal.audit.rules import RuleBroken


def verb_in_words(verb: str) -> str:
    declared = known_verbs().get(verb)
    return str(declared.label) if declared else verb


def object_in_words(object_type: str) -> str:
    """What the model `object_type` (`app.model`) is called."""
    named = known_objects()
    if object_type in named:
        return str(named[object_type])
    try:
        return capfirst(str(apps.get_model(object_type)._meta.verbose_name))
    except (LookupError, ValueError):
        return object_type


def details_in_words(event: AuditEvent) -> dict[str, Any]:
    """The details of a row by their names, slugs that have words as words."""
    declared = known_verbs().get(event.verb)
    words = declared.words if declared else {}
    return {
        detail_in_words(event.verb, name): _rule(value)
        if name == "rule"
        else _in_words(value, words.get(name, {}))
        for name, value in event.details.items()
    }


def detail_in_words(verb: str, detail: str) -> str:
    """What a detail is called. One that its verb does not declare any more stays as it was written."""
    declared = known_verbs().get(verb)
    return str(detail_name(declared, detail)) if declared and detail in declared.details else detail


def said_in_words(event: AuditEvent) -> str:
    """What the details of a row say to the person it is about: those with words, no references or texts."""
    declared = known_verbs().get(event.verb)
    words = declared.words if declared else {}
    said = (_in_words(event.details.get(name), meant) for name, meant in words.items())
    return ", ".join(text for text in said if text)


def _in_words(value: Any, words: Words) -> Any:
    """Slugs noted together (`password+totp`) are told one by one."""
    if not words or not isinstance(value, str):
        return value
    return " + ".join(str(words.get(slug, slug)) for slug in value.split("+"))


def _rule(name: str) -> str:
    """The rule that refused, and what people are told by it. Two rules of one name tell nothing."""
    told = {str(rule.message) for rule in _rules(RuleBroken) if rule.__name__ == name}
    return f"{told.pop()} ({name})" if len(told) == 1 else name


def _rules(base: type[RuleBroken]) -> Iterator[type[RuleBroken]]:
    for rule in base.__subclasses__():
        yield rule
        yield from _rules(rule)
