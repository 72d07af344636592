"""Private accounts, only by a person's own free act (A4). Nothing is kept of whoever did not (A5)."""

from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from accounts.access import emails
from accounts.access.choices import RUNNING, ConsentState, EndReason, RequestState, TaskKind
from accounts.access.consenting import TEXT_VERSION, texts_for
from accounts.access.deciding import needs_consent_of
from accounts.access.models import AccessGrant, AccessRequest, PrivateAccountConsent
from accounts.access.operations.grants import end_grant
from accounts.access.operations.tasks import open_task
from accounts.access.rules import ConsentIsOver, NotYours, RouteNotUsable
from accounts.people.models import Employee
from accounts.register.choices import RouteKind
from accounts.register.models import AccessRoute
from portal.audit.trail import operation, record


@operation
def give_consent(*, route: AccessRoute, by: Employee, language: str) -> PrivateAccountConsent:
    """Allow that one's own private account is used by `route`; a consent that holds is renewed.

    It is always the person's own act: there is no `person` beside `by`. Raises `RouteNotUsable` for a route
    that goes over no private account of theirs.
    """
    route = AccessRoute.objects.select_for_update(of=("self",), no_key=True).get(pk=route.pk)
    whose = needs_consent_of(route, by)
    if whose is None or whose.pk != by.pk or route.closed_at is not None:
        raise RouteNotUsable
    now = timezone.now()
    for older in PrivateAccountConsent.objects.given_by(by, route):
        older.state, older.ended_at = ConsentState.RENEWED, now
        older.save(update_fields=["state", "ended_at"])
    consent = PrivateAccountConsent.objects.create(
        person=by,
        route=route,
        language=language,
        text_version=TEXT_VERSION,
        given_at=now,
        valid_until=now + timedelta(days=settings.ACCESS_CONSENT_DAYS),
        **_texts(route, language),
    )
    record("private_account.given", by=by, obj=consent)
    return consent


@operation(refused="private_account.refused")
def withdraw_consent(*, consent: PrivateAccountConsent, by: Employee) -> PrivateAccountConsent:
    """Take the consent back: access by it ends at once, and the task to find another way opens with it.

    A request that waits for the same way is taken back, too. Rows are locked in the order request, consent,
    grant, as everywhere here. Raises `NotYours`, `ConsentIsOver`.
    """
    if consent.person_id != by.pk:
        raise NotYours
    waiting = _locked_requests(consent)
    locked = PrivateAccountConsent.objects.select_for_update(of=("self",), no_key=True)
    consent = locked.select_related("route__account", "person").get(pk=consent.pk)
    if consent.state != ConsentState.GIVEN:
        raise ConsentIsOver
    for request in waiting:
        _take_back(request, by)
    return end_consent(consent=consent, state=ConsentState.WITHDRAWN, by=by)


@operation
def expire_consent(*, consent: PrivateAccountConsent) -> None:
    """Its year is over, unless it was withdrawn or renewed in the meantime."""
    given = PrivateAccountConsent.objects.over_by(timezone.now()).filter(pk=consent.pk)
    for over in given.select_for_update(of=("self",), no_key=True).select_related("route__account", "person"):
        end_consent(consent=over, state=ConsentState.EXPIRED, by=None)


@operation
def end_consent(
    *, consent: PrivateAccountConsent, state: ConsentState, by: Employee | None
) -> PrivateAccountConsent:
    """However it ends, nobody goes on over the private account, and the company looks for another way."""
    consent.state, consent.ended_at = state, timezone.now()
    consent.save(update_fields=["state", "ended_at"])
    record("private_account.ended", by=by, obj=consent, details={"why": state.value})
    reason = EndReason.LEAVER if state == ConsentState.ENDED_LEAVER else EndReason.CONSENT_WITHDRAWN
    for grant in _standing_on(consent):
        open_task(kind=TaskKind.REPLACE, grant=grant, by=by)
        end_grant(grant=grant, reason=reason, by=by)
    return consent


def end_consents_of(person: Employee) -> None:
    """Whoever left lends nothing any more."""
    given = PrivateAccountConsent.objects.filter(person=person, state=ConsentState.GIVEN)
    locked = given.select_for_update(of=("self",), no_key=True)
    for consent in locked.select_related("route__account", "person").order_by("pk"):
        end_consent(consent=consent, state=ConsentState.ENDED_LEAVER, by=None)


def _locked_requests(consent: PrivateAccountConsent) -> list[AccessRequest]:
    """What waits for a way over one's own private account; nobody else's requests hang on a consent alone."""
    if consent.route.kind != RouteKind.VOLUNTEERED:
        return []
    waiting = AccessRequest.objects.undecided().of(consent.person).filter(route=consent.route)
    return list(waiting.select_for_update(of=("self",), no_key=True).with_parts().order_by("pk"))


def _take_back(request: AccessRequest, by: Employee) -> None:
    request.state, request.closed_at = RequestState.WITHDRAWN, timezone.now()
    request.save(update_fields=["state", "closed_at"])
    record("access.withdrawn", by=by, obj=request)
    emails.tell_decision(request)


def _standing_on(consent: PrivateAccountConsent) -> list[AccessGrant]:
    """Grants that go over this private account: the person's own, or everybody's behind their profile."""
    grants = AccessGrant.objects.filter(route=consent.route, state__in=RUNNING)
    locked = grants.select_for_update(of=("self",), no_key=True).with_parts().order_by("pk")
    return [grant for grant in locked if needs_consent_of(grant.route, grant.person) == consent.person]


def _texts(route: AccessRoute, language: str) -> Mapping[str, str]:
    return vars(texts_for(route, language))
