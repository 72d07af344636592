from accounts.register.forms.accounts import AccountFilterForm, AccountForm, HandOverForm, RegisterForm
from accounts.register.forms.findings import AcceptanceForm, FindingFilterForm, PlanForm
from accounts.register.forms.routes import ConnectionForm, RouteForm

__all__ = [
    "AcceptanceForm",
    "AccountFilterForm",
    "AccountForm",
    "ConnectionForm",
    "FindingFilterForm",
    "HandOverForm",
    "PlanForm",
    "RegisterForm",
    "RouteForm",
]
