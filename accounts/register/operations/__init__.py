from accounts.register.operations.accounts import (
    change_account,
    close_account,
    go_live,
    hand_over,
    register_account,
    rest_account,
)
from accounts.register.operations.approvals import (
    ApprovalTerms,
    decide_approval,
    end_approval,
    request_approval,
)
from accounts.register.operations.connections import connect_tool, disconnect_tool
from accounts.register.operations.findings import (
    confirm_acceptance,
    decline_acceptance,
    plan_finding,
    propose_acceptance,
    refresh_all_findings,
    refresh_findings,
)
from accounts.register.operations.routes import add_route, change_route, close_route, sign_off_route

__all__ = [
    "ApprovalTerms",
    "add_route",
    "change_account",
    "change_route",
    "close_account",
    "close_route",
    "confirm_acceptance",
    "connect_tool",
    "decide_approval",
    "decline_acceptance",
    "disconnect_tool",
    "end_approval",
    "go_live",
    "hand_over",
    "plan_finding",
    "propose_acceptance",
    "refresh_all_findings",
    "refresh_findings",
    "register_account",
    "request_approval",
    "rest_account",
    "sign_off_route",
]
