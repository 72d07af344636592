from accounts.register.models.accounts import AccessRoute, CorporateAccount, ToolConnection
from accounts.register.models.approvals import ApprovalDecision, ChannelApproval
from accounts.register.models.findings import Finding
from accounts.register.models.lists import AccountList, ListedAccount, ListedRow
from accounts.register.models.platforms import Platform, PlatformFact

__all__ = [
    "AccessRoute",
    "AccountList",
    "ApprovalDecision",
    "ChannelApproval",
    "CorporateAccount",
    "Finding",
    "ListedAccount",
    "ListedRow",
    "Platform",
    "PlatformFact",
    "ToolConnection",
]
