"""What happens to people, as far as their access is concerned. Nothing delays the end of a leaver's."""

from django.db.models import Q, QuerySet

from accounts.access.models import AccessGrant, AccessRequest, PrivateAccountConsent
from accounts.access.operations.consents import end_consents_of
from accounts.access.operations.decisions import close_requests_of
from accounts.access.operations.grants import end_grants_of
from accounts.people.choices import LifecycleEvent
from accounts.people.models import Employee


def something_happened(person: Employee, event: LifecycleEvent) -> None:
    if event == LifecycleEvent.LEFT:
        close_requests_of(person)
        # Consents first: their end says what has to be replaced.
        end_consents_of(person)
        end_grants_of(person)


def something_happened_to_many(people: QuerySet[Employee], event: LifecycleEvent) -> None:
    """The same for many at once: few of them have access to anything."""
    if event != LifecycleEvent.LEFT:
        return
    concerned = (
        Q(pk__in=AccessRequest.objects.undecided().values("person"))
        | Q(pk__in=AccessGrant.objects.running().values("person"))
        | Q(pk__in=PrivateAccountConsent.objects.filter(ended_at=None).values("person"))
    )
    for person in people.filter(concerned).order_by("pk"):
        something_happened(person, event)
