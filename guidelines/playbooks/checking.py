"""What forbids the release of a playbook, one sentence for each fault. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from guidelines.editions.freezing import FrozenWork
from guidelines.library.reading import text_of
from guidelines.playbooks.choices import Phase, TemplateKind, Trouble
from guidelines.playbooks.structure import FIVE_QUESTIONS, LEVELS, Plan, plan_of
from guidelines.playbooks.triage import ways_of

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def faults(texts: Mapping[str, FrozenWork]) -> Sequence[str]:
    """Nothing when the playbook may be released. Words are checked in every language, the rest once."""
    plans = {language: plan_of(text.content) for language, text in texts.items()}
    if not plans:
        return []
    any_plan = next(iter(plans.values()))
    found = [*_structure(any_plan), *_same_bones(plans)]
    for language, plan in plans.items():
        name = _language(language)
        found += [f"{name}: {sentence}" for sentence in _words(plan)]
    return found


def _structure(plan: Plan) -> Iterator[str]:
    if not plan.troubles:
        yield _("It does not say what it is for.")
    if set(plan.troubles) - set(Trouble.values):
        yield _("It is for something that nobody can report.")
    if [level.number for level in plan.levels] != list(LEVELS):
        yield _("The levels 0 to 6 are not all there, once and in this order.")
    yield from _twice(plan)
    yield from _roles(plan)
    yield from _references(plan)
    yield from ways_of(plan).faults
    if not any(task.phase == Phase.FIRST for task in plan.tasks):
        yield _("No task belongs to the first acts.")


def _twice(plan: Plan) -> Iterator[str]:
    parts = (plan.nodes, plan.outcomes, plan.roles, plan.tasks, plan.templates, plan.contacts, plan.rules)
    for part in parts:
        for key, times in Counter(one.key for one in part).items():
            if times > 1:
                yield _("Two parts have the same short name: %(key)s") % {"key": key}


def _roles(plan: Plan) -> Iterator[str]:
    leading = sum(role.leads for role in plan.roles)
    if leading != 1:
        yield _("Exactly one role leads the incident; here it is %(count)s.") % {"count": leading}


def _references(plan: Plan) -> Iterator[str]:
    roles = {role.key for role in plan.roles}
    wanted = [key for level in plan.levels for key in (*level.roles, *level.approvals)]
    wanted += [task.role for task in plan.tasks if task.role]
    for key in sorted(set(wanted) - roles):
        yield _("A level or task names a role that is not there: %(key)s") % {"key": key}
    templates = {template.key for template in plan.templates}
    for key in sorted({one.template for one in plan.outcomes if one.template} - templates):
        yield _("An outcome names an answer that is not there: %(key)s") % {"key": key}


def _words(plan: Plan) -> Iterator[str]:
    for question in FIVE_QUESTIONS:
        if not text_of(plan.answers.get(question, "")).strip():
            yield _("One of the five questions has no answer: %(question)s") % {
                "question": question_name(question)
            }
    if not any(one.kind == TemplateKind.HOLDING and one.text for one in plan.templates):
        yield _("There is no holding line to start from.")
    for template in plan.templates:
        if has_loose_braces(template.text):
            yield _("“%(title)s” has a brace that is not closed, or a placeholder that is no word.") % {
                "title": template.title
            }


def has_loose_braces(text: str) -> bool:
    """Whether a brace stands outside of a placeholder such as {product}."""
    rest = PLACEHOLDER.sub("", text)
    return "{" in rest or "}" in rest


def placeholders(text: str) -> list[str]:
    """The placeholders of a text, each once, in order."""
    return list(dict.fromkeys(PLACEHOLDER.findall(text)))


def _same_bones(plans: Mapping[str, Plan]) -> Iterator[str]:
    if len({_bones(plan) for plan in plans.values()}) > 1:
        yield _("The languages do not have the same parts. Bring the translations up to date first.")
        return
    first, *others = plans.values()
    for index, template in enumerate(first.templates):
        ours = set(placeholders(template.text))
        if any(set(placeholders(other.templates[index].text)) != ours for other in others):
            yield _("“%(title)s” has other placeholders in another language.") % {"title": template.title}


def _bones(plan: Plan) -> tuple[object, ...]:
    """Everything that has no words."""
    return (
        plan.troubles,
        tuple((one.key, tuple((way.goes_to, way.outcome) for way in one.answers)) for one in plan.nodes),
        tuple((one.key, one.report, one.template) for one in plan.outcomes),
        tuple((one.number, one.roles, one.approvals, one.freeze) for one in plan.levels),
        tuple((one.key, one.leads, one.requires) for one in plan.roles),
        tuple((one.key, one.phase, one.offset_minutes, one.role, one.from_level) for one in plan.tasks),
        tuple((one.key, one.kind, one.valid_until) for one in plan.templates),
        _keys(plan.contacts),
        _keys(plan.rules),
    )


def _keys(parts: Iterable[object]) -> tuple[str, ...]:
    return tuple(one.key for one in parts)  # type: ignore[attr-defined]


def question_name(question: str) -> str:
    """One of the five questions, in words."""
    return {
        "critical-questions": _("How do we answer critical questions?"),
        "which-criticism": _("How do we react to which criticism?"),
        "levels": _("Which escalation levels exist?"),
        "in-a-storm": _("How do we act when it storms?"),
        "ready-for-dialogue": _("Are our processes ready for the dialogue?"),
    }[question]


def _language(code: str) -> str:
    return dict(settings.LANGUAGES).get(code, code)
