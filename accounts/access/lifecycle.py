"""What happens to people, as far as their access is concerned."""

from django.db.models import Q, QuerySet

from accounts.access.models import AccessGrant, AccessRequest, PrivateAccountConsent
from accounts.access.operations.leaving import forget_held_runs, review_mover, run_leaver
from accounts.access.registry import concerned_by_leaving
from accounts.people.choices import LifecycleEvent
from accounts.people.models import Employee
from accounts.register.models import CorporateAccount, ToolConnection

DECISIVE = (
    LifecycleEvent.LEFT,
    LifecycleEvent.CAME_BACK,
    LifecycleEvent.LEAVING_UNDONE,
    LifecycleEvent.MOVED,
)


def something_happened(person: Employee, event: LifecycleEvent) -> None:
    if event == LifecycleEvent.LEFT:
        run_leaver(person=person)
    elif event in (LifecycleEvent.CAME_BACK, LifecycleEvent.LEAVING_UNDONE):
        forget_held_runs(person=person)
    elif event == LifecycleEvent.MOVED:
        review_mover(person=person)


def something_happened_to_many(people: QuerySet[Employee], event: LifecycleEvent) -> None:
    """The same for many at once: few of them have to do with an account."""
    if event not in DECISIVE:
        return
    for person in people.filter(_concerned()).order_by("pk"):
        something_happened(person, event)


def _concerned() -> Q:
    accounts = CorporateAccount.objects.open_to_staff()
    found = Q(pk__in=concerned_by_leaving())
    for column in ("owner", "deputy", "custodian"):
        found |= Q(pk__in=accounts.exclude(**{column: None}).values(column))
    for rows in (
        AccessRequest.objects.undecided(),
        AccessGrant.objects.running(),
        PrivateAccountConsent.objects.filter(ended_at=None),
        ToolConnection.objects.connected().exclude(person=None),
    ):
        found |= Q(pk__in=rows.values("person"))
    return found | Q(leaver_runs__state="held")
