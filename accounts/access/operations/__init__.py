from accounts.access.operations.consents import end_consent, expire_consent, give_consent, withdraw_consent
from accounts.access.operations.decisions import (
    answer_back,
    ask_back,
    decide_request,
    expire_request,
    withdraw_request,
)
from accounts.access.operations.grants import (
    attest_invitation,
    end_grant,
    give_back,
    resume_grant,
    revoke_grant,
    settle,
    suspend_grant,
    use_grant,
)
from accounts.access.operations.policies import policy_for, set_policy
from accounts.access.operations.requests import (
    Wish,
    assign_access,
    extend_grant,
    submit_request,
    volunteer_account,
)
from accounts.access.operations.reviews import (
    close_review,
    decide_item,
    open_review,
    plan_review,
    remind_reviewers,
    suspend_undecided,
)
from accounts.access.operations.tasks import finish_task

__all__ = [
    "Wish",
    "answer_back",
    "ask_back",
    "assign_access",
    "attest_invitation",
    "close_review",
    "decide_item",
    "decide_request",
    "end_consent",
    "end_grant",
    "expire_consent",
    "expire_request",
    "extend_grant",
    "finish_task",
    "give_back",
    "give_consent",
    "open_review",
    "plan_review",
    "policy_for",
    "remind_reviewers",
    "resume_grant",
    "revoke_grant",
    "set_policy",
    "settle",
    "submit_request",
    "suspend_grant",
    "suspend_undecided",
    "use_grant",
    "volunteer_account",
    "withdraw_consent",
    "withdraw_request",
]
