"""What this room holds about one person, for "my data"."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.people.models import Employee
from accounts.people.registry import Section, Stored
from accounts.register.models import CorporateAccount, Finding, ToolConnection

STORED = (
    Stored(
        gettext_lazy("Register of corporate accounts"),
        gettext_lazy(
            "who owns an account, stands in, keeps its device, publishes for it, or whose login a tool uses"
        ),
        gettext_lazy("knowing who answers for an account and what stops working when somebody leaves"),
        gettext_lazy("as long as the account is on the register"),
    ),
)


def about_person(person: Employee) -> Iterator[Section]:
    """Accounts and findings that name the person; nothing where there is none."""
    rows = [
        {_("Account"): str(account), _("What for"): ", ".join(_parts(account, person))}
        for account in CorporateAccount.objects.standing_on(person).select_related("platform")
    ]
    rows += [
        {_("Account"): str(connection.account), _("What for"): f"{_('login of the tool')} {connection.tool}"}
        for connection in ToolConnection.objects.filter(person=person).select_related("account__platform")
    ]
    if rows:
        yield Section(_("Corporate accounts"), rows)
    owned = Finding.objects.filter(owner=person).select_related("account__platform", "platform")
    findings = [
        {_("Finding"): str(finding), _("State"): str(finding.get_state_display())} for finding in owned
    ]
    if findings:
        yield Section(_("Findings I own"), findings)


def _parts(account: CorporateAccount, person: Employee) -> list[str]:
    parts = {
        _("owner"): account.owner_id,
        _("deputy"): account.deputy_id,
        _("keeps SIM, device or key"): account.custodian_id,
    }
    names = [name for name, pk in parts.items() if pk == person.pk]
    if account.routes.filter(publisher=person).exists():
        names.append(_("publisher"))
    return names or [_("connected tool")]
