"""Guidelines that somebody has to have acknowledged to work on a corporate account: `policies:<slug>`."""

from collections.abc import Iterable
from dataclasses import replace

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.access.registry import Requirement
from accounts.people.calendar import end_of_day, local_day
from accounts.people.models import Employee
from guidelines.policies.choices import ANSWERED, RequestState, StatementKind, Visibility
from guidelines.policies.models import AcknowledgementRequest, Policy, PolicyVersion, Rendition
from guidelines.policies.reading import choose
from guidelines.policies.standing import is_overdue

PREFIX = "policies"


def choices() -> list[tuple[str, str]]:
    """Every guideline in force that is owed and that everybody may read, by its title.

    A consent is free and opens no doors (K5); what only an audience may read is not named to others.
    """
    shown = Policy.objects.in_force().filter(visibility=Visibility.EVERYONE)
    owed = shown.exclude(current__statement_kind=StatementKind.CONSENT)
    policies = list(owed.select_related("current", "audience").order_by("slug"))
    titles = _titles([policy.current for policy in policies if policy.current])
    return [
        (f"{PREFIX}:{policy.slug}", f"{titles[policy.current_id]} · {policy.audience.name}")
        for policy in policies
        if policy.current_id
    ]


def check(person: Employee, key: str) -> Requirement:
    """Where `person` stands with the guideline today, where they work.

    What was acknowledged in an earlier version, or a while ago, counts on until the request that asks anew
    is overdue. A retired guideline, or one that has become a consent, holds nobody to anything.
    """
    slug = key.removeprefix(f"{PREFIX}:")
    policy = Policy.objects.filter(slug=slug).select_related("current").first()
    if policy is None or policy.current is None:
        return Requirement(key, slug, is_met=False)
    unmet = Requirement(key, _titles([policy.current])[policy.current.pk], is_met=False)
    if policy.retired_at is not None or not policy.current.required:
        return replace(unmet, is_met=True)
    telling = policy.requests.of(person).filter(state__in=(RequestState.OPEN, *ANSWERED))
    newest_first = list(telling.order_by("-pk"))
    said = _last_said(newest_first)
    opened = next((request for request in newest_first if request.state == RequestState.OPEN), None)
    if opened is not None:
        return _while_open(unmet, opened, person, has_said_yes=said is not None)
    if said is not None and said.major == policy.current.major:
        return replace(unmet, is_met=True)
    if not Policy.objects.readable_by(person).filter(pk=policy.pk).exists():
        return replace(unmet, title=_("A guideline that is not meant for you"))
    return replace(unmet, url=reverse("policies:guideline-read", args=[slug]))


def _while_open(
    unmet: Requirement, opened: AcknowledgementRequest, person: Employee, *, has_said_yes: bool
) -> Requirement:
    unmet = replace(unmet, url=reverse("policies:acknowledge", args=[opened.ref]))
    if not has_said_yes or opened.due_on is None:
        return unmet
    if is_overdue(opened, local_day(timezone.now(), person.location)):
        return replace(unmet, lapsed_at=end_of_day(opened.due_on, person.location))
    return replace(unmet, is_met=True)


def _last_said(newest_first: Iterable[AcknowledgementRequest]) -> AcknowledgementRequest | None:
    """The request that was answered last, if the answer was a yes; a reservation takes an older yes away."""
    answered = next((request for request in newest_first if request.state in ANSWERED), None)
    return answered if answered and answered.state == RequestState.ACKNOWLEDGED else None


def _titles(versions: list[PolicyVersion]) -> dict[int, str]:
    """The title of each version in the language of the page, in one query."""
    texts: dict[int, list[Rendition]] = {}
    for text in Rendition.objects.filter(version__in=versions).only("version", "language", "title"):
        texts.setdefault(text.version_id, []).append(text)
    wanted = (get_language() or "")[:2]
    return {
        version.pk: choose(texts[version.pk], version, wanted=wanted).rendition.title for version in versions
    }
