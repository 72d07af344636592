"""What happens to people, as far as accounts stand on them (R3)."""

from django.db.models import QuerySet

from accounts.people.choices import LifecycleEvent
from accounts.people.models import Employee
from accounts.register.models import CorporateAccount
from accounts.register.operations.findings import refresh_findings

DECISIVE = (LifecycleEvent.LEFT, LifecycleEvent.CAME_BACK, LifecycleEvent.LEAVING_UNDONE)


def something_happened(person: Employee, event: LifecycleEvent) -> None:
    """Whoever leaves opens findings on what stood on them; whoever comes back closes them."""
    if event in DECISIVE:
        for account in CorporateAccount.objects.in_use().standing_on(person).order_by("pk"):
            refresh_findings(account=account, by=None)


def something_happened_to_many(people: QuerySet[Employee], event: LifecycleEvent) -> None:
    """The same for many at once: few of them carry an account."""
    if event in DECISIVE:
        carrying = CorporateAccount.objects.in_use()
        for person in people.filter(pk__in=_carriers(carrying)).order_by("pk"):
            something_happened(person, event)


def _carriers(accounts: QuerySet[CorporateAccount]) -> set[int]:
    columns = ("owner", "deputy", "custodian", "routes__publisher", "connections__person")
    return {pk for column in columns for pk in accounts.values_list(column, flat=True) if pk is not None}
