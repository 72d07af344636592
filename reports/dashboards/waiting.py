"""What waits for role holders on home. Every count is one query and stops at `ENOUGH`."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.people.choices import Role
from accounts.people.models import Employee, RoleProposal, RoleRule
from accounts.people.permissions import (
    can_give_roles,
    can_manage_organisation,
    has_role,
    of_visible_people,
    sees_everybody,
)
from accounts.people.registry import two_person_duties
from accounts.scim.models import DirectoryLeaving
from accounts.scim.permissions import can_decide_leavings
from guidelines.library.models import GuidelinePage
from guidelines.policies.choices import PaperState, ProposalState
from guidelines.policies.models import PaperConfirmation, Policy, ReleaseProposal, ReservationCase
from guidelines.policies.permissions import can_approve, can_propose
from portal.mail.models import Message
from portal.upkeep.registry import concerns
from reports.dashboards.permissions import leads_people, sees_people
from reports.dashboards.registry import Work
from reports.exports.models import Export
from reports.exports.permissions import can_export

ENOUGH = 1000
MAIL_DAYS = 30
REVIEW_AHEAD_DAYS = 30


def hr_work(person: Employee) -> Iterable[Work]:
    if not sees_people(person):
        return
    about = of_visible_people(person, "acknowledgement__employee")
    cases = ReservationCase.objects.filter(about, outcome="")
    yield Work(
        _("Reservations to clarify"),
        reverse("dashboards:reservation-list"),
        "message-circle-warning",
        _up_to(cases),
        "warning",
    )
    about = of_visible_people(person, "request__employee")
    papers = PaperConfirmation.objects.filter(about, state=PaperState.WAITING)
    yield Work(
        _("Papers that wait for a second person"),
        reverse("dashboards:paper-list"),
        "file-scan",
        _up_to(papers.exclude(recorded_by=person).exclude(request__employee=person)),
        "warning",
    )
    yield Work(
        _("Mails that were refused in the last 30 days"),
        reverse("dashboards:mail-list"),
        "mail-x",
        _up_to(undelivered_lately(person)),
        "danger",
    )


def export_work(person: Employee) -> Iterable[Work]:
    if not can_export(person):
        return
    ready = Export.objects.filter(requested_by=person, expires_at__gt=timezone.now(), file_removed_at=None)
    yield Work(
        _("Exports ready to download"), reverse("exports:export-list"), "package-check", _up_to(ready), "info"
    )


def approver_work(person: Employee) -> Iterable[Work]:
    if not can_approve(person):
        return
    waiting = ReleaseProposal.objects.filter(state=ProposalState.SUBMITTED)
    others = waiting.exclude(proposed_by=person).exclude(authors=person)
    yield Work(
        _("Proposals you can decide"), reverse("policies:release-list"), "stamp", _up_to(others), "info"
    )


def editor_work(person: Employee) -> Iterable[Work]:
    if not can_propose(person):
        return
    differs = Policy.objects.in_force().filter(differs_since__isnull=False)
    yield Work(
        _("Texts that differ from the released version"),
        reverse("policies:release-list"),
        "file-diff",
        _up_to(differs),
        "info",
    )
    soon = timezone.localdate() + timedelta(days=REVIEW_AHEAD_DAYS)
    mine = GuidelinePage.objects.filter(content_owner=person, review_by__lte=soon)
    yield Work(
        _("Your guidelines that are due for review"),
        reverse("policies:release-list"),
        "calendar-check",
        _up_to(mine),
        "warning",
    )


def admin_work(person: Employee) -> Iterable[Work]:
    """One query per duty that takes two; there are few, and only system admins see this."""
    if not can_manage_organisation(person):
        return
    alone = sum(duty.holders()[:2].count() < 2 for duty in two_person_duties())
    yield Work(
        _("Duties that need two people and have fewer"),
        reverse("people:set-up-check"),
        "list-checks",
        alone,
        "warning",
    )
    yield Work(
        _("Warnings of the set-up check"),
        reverse("people:set-up-check"),
        "triangle-alert",
        len(concerns()),
        "warning",
    )


def role_work(person: Employee) -> Iterable[Work]:
    if not can_give_roles(person):
        return
    both = (RoleProposal.objects.decidable_by(person), RoleRule.objects.decidable_by(person))
    waiting = sum(_up_to(proposals) for proposals in both)
    yield Work(
        _("Roles and rules that wait for you"), reverse("people:role-list"), "user-check", waiting, "warning"
    )


def directory_work(person: Employee) -> Iterable[Work]:
    if not can_decide_leavings(person):
        return
    waiting = _up_to(DirectoryLeaving.objects.decidable_by(person))
    yield Work(_("Leavers to look at"), reverse("scim:leaving-list"), "user-x", waiting, "danger")


def manager_work(person: Employee) -> Iterable[Work]:
    if not leads_people(person):
        return
    yield Work(_("Where your team stands"), reverse("dashboards:team-show"), "users-round")


def dpo_work(person: Employee) -> Iterable[Work]:
    if not has_role(person, Role.DPO, Role.WORKS_COUNCIL, Role.AUDITOR):
        return
    yield Work(_("Figures and look-ups at people"), reverse("dashboards:figures-show"), "chart-column")


PROVIDERS = (
    hr_work,
    directory_work,
    export_work,
    approver_work,
    editor_work,
    admin_work,
    role_work,
    manager_work,
    dpo_work,
)


def undelivered_lately(person: Employee) -> QuerySet[Message]:
    """Mail that never reached somebody whom HR's role reaches: refused or given up, not long ago."""
    since = timezone.now() - timedelta(days=MAIL_DAYS)
    mails = Message.objects.undelivered().filter(queued_at__gte=since, recipient_ref__isnull=False)
    if sees_everybody(person):
        return mails
    return mails.filter(recipient_ref__in=Employee.objects.visible_to(person).values("ref"))


def _up_to(found: QuerySet) -> int:
    return found.order_by()[:ENOUGH].count()
