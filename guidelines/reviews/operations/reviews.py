"""Looking back: opened by the end of an incident, closed when every finding has led somewhere."""

from datetime import date

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.people.models import Employee
from guidelines.editions.models import Edition
from guidelines.incidents.choices import Status
from guidelines.incidents.models import Incident
from guidelines.incidents.timeline import held, write
from guidelines.policies.models import PolicyVersion
from guidelines.reviews.choices import ActionState
from guidelines.reviews.deadlines import review_due
from guidelines.reviews.emails import tell_owner
from guidelines.reviews.models import Action, Finding, Review
from guidelines.reviews.permissions import can_close_review, can_settle, require_inside
from guidelines.reviews.rules import (
    FindingWithoutAction,
    NotHeldYet,
    OwnerGone,
    ReviewClosed,
    SettledAlready,
    TextRequired,
)
from portal.audit.chain import storable
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record


def open_review(incident: Incident, by: Employee | None) -> None:
    """Hear of an incident's end: what ran and was closed is looked back at. A part of that operation."""
    if incident.status != Status.CLOSED or incident.started_at is None:
        return
    highest = max((max(one.social, one.media) for one in incident.levels.all()), default=0)
    due = review_due(timezone.localdate(), highest, by.location if by else None)
    Review.objects.get_or_create(incident=incident, defaults={"due_on": due})
    write(incident, "reviews.opened", by=None, facts={"due": due.isoformat()})


@operation(refused="incident_review.refused")
def write_review(
    *, review: Review, held_on: date | None, went_well: str, went_badly: str, by: Employee
) -> Review:
    """Keep what was said when people looked back. Raises `ReviewClosed`, `NotPermitted`."""
    review = _open(review, by)
    review.held_on = held_on
    review.went_well, review.went_badly = storable(went_well).strip(), storable(went_badly).strip()
    review.save(update_fields=["held_on", "went_well", "went_badly"])
    write(review.incident, "reviews.written", by=by)
    record("incident_review.written", by=by, obj=review)
    return review


@operation(refused="incident_review.refused")
def add_finding(*, review: Review, text: str, by: Employee) -> Finding:
    """Raises `TextRequired`, `ReviewClosed`, `NotPermitted`."""
    review = _open(review, by)
    words = storable(text).strip()[:2000]
    if not words:
        raise TextRequired
    finding = Finding.objects.create(review=review, text=words, found_by=by, found_at=timezone.now())
    write(review.incident, "reviews.found", by=by, text=words)
    record("incident_review.found", by=by, obj=finding)
    return finding


@operation(refused="incident_review.refused")
def leave_it(*, finding: Finding, reason: str, by: Employee) -> Finding:
    """Say that nothing follows from a finding, and why (D5 asks the same of drills)."""
    review = _open(finding.review, by)
    words = storable(reason).strip()[:1000]
    if not words:
        raise TextRequired
    finding.no_action = words
    finding.save(update_fields=["no_action"])
    write(review.incident, "reviews.left", by=by, text=words)
    record("incident_review.left", by=by, obj=finding)
    return finding


@operation(refused="incident_review.refused")
def add_action(*, finding: Finding, what: str, owner: Employee, due_on: date, by: Employee) -> Action:
    """Give somebody something to do about a finding; they are told.

    Raises `TextRequired`, `OwnerGone`, `ReviewClosed`, `NotPermitted`.
    """
    if not Employee.objects.who_may_sign_in().held().filter(pk=owner.pk).exists():
        raise OwnerGone
    review = _open(finding.review, by)
    words = storable(what).strip()[:300]
    if not words:
        raise TextRequired
    action = Action.objects.create(finding=finding, what=words, owner=owner, due_on=due_on)
    facts = {"person": str(owner.ref), "due": due_on.isoformat()}
    write(review.incident, "reviews.action", by=by, facts=facts, text=words)
    record("incident_review.action", by=by, on_behalf_of=owner, obj=action)
    tell_owner(action, "reviews.action_given")
    return action


@operation(refused="incident_review.refused")
def settle_action(
    *,
    action: Action,
    is_done: bool,
    note: str,
    by: Employee,
    edition: Edition | None = None,
    policy_version: PolicyVersion | None = None,
) -> Action:
    """Done, with what came of it; or dropped, with a reason. An action can be settled after its review.

    Raises `SettledAlready`, `TextRequired`, `NotPermitted`.
    """
    incident = held(action.finding.review.incident)
    action = Action.objects.select_for_update(of=("self",), no_key=True).get(pk=action.pk)
    if not can_settle(by, action):
        raise NotPermitted
    if action.state != ActionState.OPEN:
        raise SettledAlready
    words = storable(note).strip()
    if not is_done and not words:
        raise TextRequired
    action.state = ActionState.DONE if is_done else ActionState.DROPPED
    action.note, action.settled_at, action.settled_by = words, timezone.now(), by
    action.edition, action.policy_version = edition, policy_version
    action.save()
    facts = {"state": action.state, "what": _result(action)}
    write(incident, "reviews.action-settled", by=by, facts=facts, text=action.what)
    record("incident_review.action_settled", by=by, obj=action, details={"state": action.state})
    return action


@operation(refused="incident_review.refused")
def close_review(*, review: Review, by: Employee) -> Review:
    """Raises `FindingWithoutAction`, `NotHeldYet`, `ReviewClosed`, `NotPermitted`."""
    review = _open(review, by)
    if not can_close_review(by, review):
        raise NotPermitted
    if review.held_on is None:
        raise NotHeldYet
    led = Action.objects.filter(finding=OuterRef("pk"))
    if review.findings.filter(~Exists(led), no_action="").exists():
        raise FindingWithoutAction
    review.closed_at, review.closed_by = timezone.now(), by
    review.save(update_fields=["closed_at", "closed_by"])
    write(review.incident, "reviews.closed", by=by)
    record("incident_review.closed", by=by, obj=review)
    return review


def _open(review: Review, by: Employee) -> Review:
    """The review, locked after its incident, not yet closed."""
    incident = held(review.incident)
    require_inside(by, incident)
    review = Review.objects.select_for_update(of=("self",), no_key=True).get(pk=review.pk)
    if not review.is_open:
        raise ReviewClosed
    review.incident = incident
    return review


def _result(action: Action) -> str:
    if action.edition:
        return f"{action.edition.work.slug} {action.edition.number}"
    if action.policy_version:
        return f"{action.policy_version.policy.slug} {action.policy_version.number}"
    return ""
