"""Cases, notices and reviews of the moderation register, made by the product's own operations."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.people.models import Employee
from accounts.register.models import CorporateAccount
from guidelines.moderation.choices import Heard, Measure, ReviewFault
from guidelines.moderation.judging import Ruling
from guidelines.moderation.models import (
    Appeal,
    Hearing,
    ModerationCase,
    ModerationDecision,
    Notice,
    ReviewCase,
)
from guidelines.moderation.operations import (
    ask_author,
    decide_case,
    enter_notice,
    note_answer,
    open_case,
    open_review,
    receive_appeal,
)

FACTS = "Called a colleague by name and wished her ill, twice, on 3 March."
SAID = "You there at the counter, I know where you live."
HANDLE = "@Lena.Kanarienvogel"


def case(
    account: CorporateAccount | None, *, by: Employee, author: str = HANDLE, **facts: Any
) -> ModerationCase:
    """A post on an account that nothing was decided about."""
    made = ModerationCase(
        account=account, **{"link": "https://bildnetz.example/p/77", "said": SAID, "language": "en", **facts}
    )
    return open_case(case=made, author=author, by=by)


def ruling(measure: str = Measure.HIDE, **facts: Any) -> Ruling:
    """A decision that may be made: with rule, facts, and why nothing milder would do."""
    known: dict[str, Any] = {
        "facts": FACTS,
        "rule_words": "No threats",
        "proportion": "An answer was ignored twice.",
        "why_not_heard": "A person is threatened, every hour counts.",
    }
    if measure == Measure.BAN_TEMPORARY:
        known["ban_last_day"] = in_days(14)
    return Ruling(measure=measure, **{**known, **facts})


def in_days(days: int) -> Any:
    return timezone.localdate() + timedelta(days=days)


def decided(
    of: ModerationCase, measure: str = Measure.HIDE, *, by: Employee, **facts: Any
) -> ModerationDecision:
    return decide_case(case=of, ruling=ruling(measure, **facts), seen=of.decisions.count(), by=by)


def heard(of: ModerationCase, *, by: Employee, answer: str = "I meant the team, not her.") -> Hearing:
    """Asked, and answered."""
    ask_author(case=of, until=in_days(3), by=by)
    return note_answer(case=of, answer=answer, by=by)


def appeal(of: ModerationCase, *, by: Employee, grounds: str = "It was irony.") -> Appeal:
    return receive_appeal(case=of, grounds=grounds, by=by)


def notice(account: CorporateAccount | None, *, by: Employee, **facts: Any) -> Notice:
    """Somebody wrote a mail about a comment."""
    facts.setdefault("received_at", timezone.now())
    sender = facts.pop("sender", "Yusuf Aydın, y.aydin@mail.example")
    made = Notice(
        account=account, heard=Heard.MAIL, **{"what": "The comment under your post is a lie.", **facts}
    )
    return enter_notice(notice=made, sender=sender, by=by)


def review(account: CorporateAccount | None, *, by: Employee, **facts: Any) -> ReviewCase:
    """An untrue review on a portal."""
    reviewer = facts.pop("reviewer", "Gast4711")
    known = {
        "channel": "sternwarte.example",
        "fault": ReviewFault.UNTRUE,
        "said": "The tub leaked on the first day.",
        "why": "We sell no tubs; the order number does not exist.",
    }
    return open_review(review=ReviewCase(account=account, **{**known, **facts}), reviewer=reviewer, by=by)
