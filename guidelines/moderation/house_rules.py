"""The rules of our channels, as the playbooks in force have them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from guidelines.editions.models import Edition, Work
from guidelines.editions.reading import text_for
from guidelines.playbooks.choices import TemplateKind
from guidelines.playbooks.structure import HouseRule, Plan, ResponseTemplate, plan_of

GENRE = "playbook"


@dataclass(frozen=True)
class RuleSet:
    """The house rules of one playbook in one language."""

    edition: Edition
    slug: str
    title: str
    rules: tuple[HouseRule, ...]


def rules_in_force(language: str) -> list[RuleSet]:
    """Those of every playbook in force that has any, each rule once: playbooks may share them."""
    found, seen = [], set()
    for work, title, plan in _plans(language):
        fresh = tuple(rule for rule in plan.rules if (rule.key, rule.title) not in seen)
        seen |= {(rule.key, rule.title) for rule in fresh}
        if fresh and work.current:
            found.append(RuleSet(work.current, work.slug, title, fresh))
    return found


def rule_named(edition: Edition, key: str, language: str) -> HouseRule | None:
    plan = plan_of(text_for(edition, language).data)
    return next((rule for rule in plan.rules if rule.key == key), None)


def notice_templates(language: str) -> list[tuple[str, ResponseTemplate]]:
    """Notices to operators to start from, with the title of their playbook; those for reviews first."""
    found = [
        ("review" not in plan.troubles, title, template)
        for _work, title, plan in _plans(language)
        for template in plan.templates
        if template.kind == TemplateKind.NOTICE
    ]
    return [(title, template) for _last, title, template in sorted(found, key=lambda one: one[0])]


def _plans(language: str) -> Iterator[tuple[Work, str, Plan]]:
    works: QuerySet[Work] = Work.objects.in_force().of_genre(GENRE).with_texts().order_by("slug")
    for work in works:
        if work.current:
            text = text_for(work.current, language)
            yield work, text.title, plan_of(text.data)
