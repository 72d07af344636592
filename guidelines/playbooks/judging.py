"""What is known about a playbook, gathered for `readiness`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from accounts.access.registry import requirements_of
from accounts.people.models import Employee
from guidelines.editions.models import Work
from guidelines.editions.reading import text_for
from guidelines.library.reading import text_of
from guidelines.playbooks.choices import Light
from guidelines.playbooks.models import Contact, PlaybookPage, Readiness
from guidelines.playbooks.readiness import Check, Facts, RoleFacts, checks, light_of, reasons
from guidelines.playbooks.reading import GENRE
from guidelines.playbooks.registry import last_drill
from guidelines.playbooks.standing import Staffed, holders, staffed
from guidelines.playbooks.structure import FIVE_QUESTIONS, Plan, plan_of


@dataclass(frozen=True)
class Judged:
    """A playbook on the board."""

    work: Work
    title: str
    light: Light
    checks: list[Check]
    reasons: list[str]


def judged(work: Work, language: str) -> Judged:
    """Where a playbook stands today. Its edition and texts are prefetched."""
    found = checks(facts_of(work, language), timezone.localdate())
    return Judged(work, title_of(work, language), light_of(found), found, reasons(found))


def board(language: str) -> list[Judged]:
    """Every playbook that is not withdrawn, the worst first; what it says is noted for the navigation."""
    order = list(Light.values)
    everything = [judged(work, language) for work in all_works()]
    note(everything)
    return sorted(everything, key=lambda one: (order.index(one.light), one.title))


def all_works() -> Sequence[Work]:
    return list(Work.objects.of_genre(GENRE).filter(retired_at=None).with_texts().order_by("slug"))


def note(found: Iterable[Judged]) -> None:
    """Keep the lights, so that the navigation needs one query."""
    Readiness.objects.bulk_create(
        [Readiness(work=one.work, light=one.light, judged_at=timezone.now()) for one in found],
        update_conflicts=True,
        unique_fields=["work"],
        update_fields=["light", "judged_at"],
    )


def look_again(work: Work, language: str = settings.LANGUAGE_CODE) -> None:
    """Judge one playbook anew, because something about it changed."""
    fresh = Work.objects.of_genre(GENRE).filter(pk=work.pk, retired_at=None).with_texts().first()
    if fresh is not None:
        note([judged(fresh, language)])


def title_of(work: Work, language: str) -> str:
    if work.current is not None:
        return text_for(work.current, language).title
    pages = PlaybookPage.objects.filter(translation_key=work.translation_key)
    titles = dict(pages.values_list("locale__language_code", "draft_title"))
    return titles.get(language) or next(iter(titles.values()), work.slug)


def facts_of(work: Work, language: str) -> Facts:
    page = PlaybookPage.objects.filter(translation_key=work.translation_key).only("review_by").first()
    review_by = page.review_by if page else None
    if work.current is None:
        return Facts(False, 0, review_by, 0, 0, 0, 0, (), 0, 0, last_drill(work))
    plans = [plan_of(text.data) for text in work.current.texts.all()]
    plan = plan_of(text_for(work.current, language).data)
    today = timezone.localdate()
    soon = today + timedelta(days=settings.PLAYBOOK_EXPIRY_WARNING_DAYS)
    contacts = list(Contact.objects.filter(work=work, key__in=[slot.key for slot in plan.contacts]))
    old = timezone.now() - timedelta(days=settings.PLAYBOOK_CONFIRMED_DAYS)
    ends = [one.valid_until for one in plan.templates if one.valid_until]
    return Facts(
        is_released=True,
        answered=min(_answered(one) for one in plans),
        review_by=review_by,
        slots=len(plan.contacts),
        named=len(contacts),
        unconfirmed=sum(one.confirmed_at is None or one.confirmed_at < old for one in contacts),
        objections=sum(bool(one.objection) for one in contacts),
        roles=[_role(one) for one in staffed(plan, holders(work), {}) if one.role.key in needed(plan)],
        expired=sum(end < today.isoformat() for end in ends),
        expiring=sum(today.isoformat() <= end <= soon.isoformat() for end in ends),
        drilled_at=last_drill(work),
    )


def needed(plan: Plan) -> set[str]:
    """The roles that some level needs, and the one that leads."""
    keys = {key for level in plan.levels for key in (*level.roles, *level.approvals)}
    return keys | ({plan.lead.key} if plan.lead else set())


def _answered(plan: Plan) -> int:
    return sum(bool(text_of(plan.answers.get(key, "")).strip()) for key in FIVE_QUESTIONS)


def _role(staffed_role: Staffed) -> RoleFacts:
    able = staffed_role.who_can_act
    return RoleFacts(
        name=staffed_role.role.name,
        can_act=len(able),
        here=sum(not one.is_away for one in able),
        gone=[one.person.name for one in staffed_role.people if not one.can_act],
        untrained=[
            one.person.name for one in able if not _is_trained(one.person, staffed_role.role.requires)
        ],
    )


def _is_trained(person: Employee, requires: Sequence[str]) -> bool:
    return all(one.is_met for one in requirements_of(person, requires))
