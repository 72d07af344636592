"""When a route of the register ends, whatever stood on it ends in the same transaction."""

from accounts.access.choices import ConsentState, EndReason, RequestState
from accounts.access.models import AccessGrant, AccessRequest, PrivateAccountConsent
from accounts.access.operations.consents import end_consent
from accounts.access.operations.decisions import close_request
from accounts.access.operations.grants import end_grant
from accounts.people.models import Employee
from accounts.register.models import AccessRoute
from portal.audit.trail import operation, record


@operation
def end_everything_on(route: AccessRoute, by: Employee) -> None:
    """Waiting requests are denied, access and consents end; locked in the order of this room."""
    waiting = AccessRequest.objects.undecided().filter(route=route)
    for request in waiting.select_for_update(of=("self",), no_key=True).with_parts().order_by("pk"):
        record("access.denied", by=by, obj=request)
        close_request(request, RequestState.DENIED)
    consents = PrivateAccountConsent.objects.filter(route=route, ended_at=None)
    locked = consents.select_for_update(of=("self",), no_key=True)
    given = list(locked.select_related("route__account", "person").order_by("pk"))
    grants = AccessGrant.objects.running().filter(route=route)
    for grant in grants.select_for_update(of=("self",), no_key=True).with_parts().order_by("pk"):
        end_grant(grant=grant, reason=EndReason.ROUTE_CLOSED, by=by)
    for consent in given:
        end_consent(consent=consent, state=ConsentState.EXPIRED, by=by)
