"""Who enters, decides and answers; views, templates and operations share these."""

from typing import Any

from django.db.models import QuerySet

from accounts.access.models import AccessGrant
from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.permissions import has_role
from accounts.people.registrations import holders
from accounts.register.models import CorporateAccount
from accounts.register.permissions import answers_for, works_here
from guidelines.moderation.models import Appeal, Matter, ModerationCase
from guidelines.moderation.querysets import MatterQuerySet

DECIDERS = (Role.CRISIS_LEAD, Role.ACCOUNT_ADMIN, Role.LEGAL)
OVERSEERS = (*DECIDERS, Role.DPO)


def keeps_register(person: Any) -> bool:
    """Decide about every case, notice and review."""
    return has_role(person, *DECIDERS)


def oversees_moderation(person: Any) -> bool:
    """See the whole register; the data protection officer changes nothing in it."""
    return has_role(person, *OVERSEERS)


def works_on(person: Any, account: CorporateAccount | None) -> bool:
    """Answers for the account, or has access to it that has not ended."""
    if account is None or not works_here(person):
        return False
    return (
        answers_for(person, account)
        or AccessGrant.objects.running().of(person).filter(account=account).exists()
    )


def can_open(person: Any, account: CorporateAccount | None) -> bool:
    """Open a case: whoever keeps the register, and whoever works on the channel."""
    return works_here(person) and (keeps_register(person) or works_on(person, account))


def rows_of(matter: Matter | type[Matter]) -> MatterQuerySet:
    """All rows of the kind of a matter; its abstract base has no manager of its own."""
    rows: Any = (matter if isinstance(matter, type) else type(matter))._default_manager.all()
    return rows


def can_see(person: Any, matter: Matter) -> bool:
    if not works_here(person):
        return False
    return oversees_moderation(person) or rows_of(matter).filter(pk=matter.pk).visible_to(person).exists()


def can_decide(person: Any, matter: Matter) -> bool:
    """Whoever keeps the register, and who answers for the channel."""
    if not works_here(person):
        return False
    return keeps_register(person) or (matter.account is not None and answers_for(person, matter.account))


def can_handle(person: Any, matter: Matter) -> bool:
    """Take the steps before and after a decision: also whoever works on the channel or looks after it."""
    if not works_here(person):
        return False
    return (
        can_decide(person, matter)
        or matter.looked_after_by_id == person.pk
        or works_on(person, matter.account)
    )


def can_add_file(person: Any, case: ModerationCase) -> bool:
    """A case in an incident has its files there."""
    return case.erased_at is None and case.incident_id is None and can_handle(person, case)


def can_set_day(person: Any, matter: Matter) -> bool:
    return matter.erased_at is None and can_decide(person, matter)


def deciders_so_far(case: ModerationCase) -> set[int]:
    """Everybody who decided something on the way: about the post, an earlier appeal, the notice of it."""
    found = set(case.decisions.values_list("decided_by", flat=True))
    found |= set(
        Appeal.objects.filter(decision__case=case)
        .exclude(decided_by=None)
        .values_list("decided_by", flat=True)
    )
    if case.notice is not None and case.notice.decided_by_id:
        found.add(case.notice.decided_by_id)
    return found


def can_decide_appeal(person: Any, appeal: Appeal) -> bool:
    """Legal, and never somebody who decided an earlier step, whatever role they did it in."""
    return has_role(person, Role.LEGAL) and person.pk not in deciders_so_far(appeal.decision.case)


def appeal_deciders(appeal: Appeal) -> QuerySet[Employee]:
    return holders(Role.LEGAL).exclude(pk__in=deciders_so_far(appeal.decision.case))


def can_see_deletion(person: Any) -> bool:
    """Counts and dates only."""
    return has_role(person, Role.DPO, Role.ACCOUNT_ADMIN, Role.LEGAL)


def appeal_people() -> QuerySet[Employee]:
    """Who can answer appeals, as long as they have decided nothing in the case."""
    return holders(Role.LEGAL)
