from guidelines.policies.operations.acknowledging import (
    acknowledge,
    acknowledge_under_reservation,
    decline_consent,
    withdraw_consent,
)
from guidelines.policies.operations.asking import recompute_requests, reconfirm_due
from guidelines.policies.operations.handling import exempt, extend_deadline, settle_reservation
from guidelines.policies.operations.papers import confirm_paper, record_paper, refuse_paper
from guidelines.policies.operations.policies import confirm_unchanged, mark_differing, retire_policy
from guidelines.policies.operations.proposing import (
    PinnedText,
    Terms,
    propose_release,
    send_back,
    withdraw_proposal,
)
from guidelines.policies.operations.releasing import release_version, schedule_release

__all__ = [
    "PinnedText",
    "Terms",
    "acknowledge",
    "acknowledge_under_reservation",
    "confirm_paper",
    "confirm_unchanged",
    "decline_consent",
    "exempt",
    "extend_deadline",
    "mark_differing",
    "propose_release",
    "recompute_requests",
    "reconfirm_due",
    "record_paper",
    "refuse_paper",
    "release_version",
    "retire_policy",
    "schedule_release",
    "send_back",
    "settle_reservation",
    "withdraw_consent",
    "withdraw_proposal",
]
