"""What is due first on the register, of every kind, and what the next step is called."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import Employee
from guidelines.moderation.choices import BURDENS, CaseState, NoticeState, ReviewState
from guidelines.moderation.models import Matter, ModerationCase, Notice, ReviewCase

MOST = 50
PAGES = {ModerationCase: "case", Notice: "notice", ReviewCase: "review"}
NOTICE_STEPS = {
    NoticeState.RECEIVED: _("Check the content"),
    NoticeState.CHECKED: _("Decide about the content"),
    NoticeState.DECIDED: _("Answer the notice"),
}


@dataclass(frozen=True)
class Row:
    """One matter as the board shows it."""

    matter: Matter
    step: str | Promise
    is_overdue: bool

    @property
    def url(self) -> str:
        return page_of(self.matter)

    @property
    def kind(self) -> str:
        return str(self.matter._meta.verbose_name)


def page_of(matter: Matter) -> str:
    return reverse(f"moderation:{PAGES[type(matter)]}-show", args=[matter.ref])


def due_first(person: Employee) -> list[Row]:
    """Three queries and three for the parts of cases, whatever the size of the register."""
    cases = ModerationCase.objects.visible_to(person).waiting().with_parts()
    found: list[Matter] = list(cases.prefetch_related("decisions__words", "decisions__ban")[:MOST])
    for model in (Notice, ReviewCase):
        found += list(model.objects.visible_to(person).waiting().with_parts()[:MOST])
    return rows_of(sorted(found, key=lambda one: one.due_at or one.opened_at)[:MOST])


def rows_of(matters: Iterable[Matter]) -> list[Row]:
    now = timezone.now()
    return [Row(one, step_of(one, now), one.due_at is not None and one.due_at < now) for one in matters]


def step_of(matter: Matter, now: datetime) -> str | Promise:
    """What has to be done next; "" when nothing has."""
    if matter.due_at is None:
        return ""
    if isinstance(matter, Notice):
        return NOTICE_STEPS.get(NoticeState(matter.state), "")
    if isinstance(matter, ReviewCase):
        return _("Write to the operator") if matter.state == ReviewState.DRAFT else _operator(matter, now)
    assert isinstance(matter, ModerationCase)
    return _step_of_case(matter, now)


def _operator(review: ReviewCase, now: datetime) -> Promise:
    is_silent = review.due_at is not None and review.due_at < now
    return _("Remind the operator, or close") if is_silent else _("Wait for the operator")


def _step_of_case(case: ModerationCase, now: datetime) -> Promise:
    if case.state == CaseState.APPEALED:
        return _("Decide the appeal")
    if case.state == CaseState.OPEN:
        return pgettext_lazy("moderation", "Decide")
    if case.state == CaseState.HEARING:
        return (
            _("Wait for the author") if case.due_at and case.due_at > now else _("Decide: the time is over")
        )
    last = list(case.decisions.all())[-1]
    words = getattr(last, "words", None)
    if last.measure in BURDENS and words and words.told_at is None:
        return _("Tell the author")
    return _step_of_ban(case)


def _step_of_ban(case: ModerationCase) -> Promise:
    bans = [ban for one in case.decisions.all() if (ban := getattr(one, "ban", None)) and not ban.lifted_at]
    if any(ban.is_permanent for ban in bans):
        return _("Look at the ban again")
    return _("Lift the ban on the platform")
