"""What this room holds about one person, for "my data"."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access.models import (
    AccessGrant,
    AccessRequest,
    PrivateAccountConsent,
    RequestDecision,
    ReviewItem,
)
from accounts.people.models import Employee
from accounts.people.registry import Section, Stored

STORED = (
    Stored(
        gettext_lazy("Access to corporate accounts"),
        gettext_lazy("who asked for which access and why, who decided, from when to when it was given"),
        gettext_lazy("giving access without private accounts, and taking it back when it is not needed"),
        gettext_lazy("as long as it is needed to show who had access; then erased by rule"),
    ),
    Stored(
        gettext_lazy("Consents for private accounts"),
        gettext_lazy("texts as shown, when given, until when, when withdrawn; nothing of whoever did not"),
        gettext_lazy("showing that it was the person’s own free act"),
        gettext_lazy("as long as the consent has to be shown; then erased by rule"),
    ),
)


def about_person(person: Employee) -> Iterator[Section]:
    """Requests, grants, consents, and what the person decided about others' access."""
    requests = AccessRequest.objects.of(person).select_related("account__platform", "requested_by")
    yield from _section(_("Access I asked for"), [_request(request) for request in requests.order_by("-pk")])
    grants = AccessGrant.objects.of(person).select_related("account__platform", "route").order_by("-pk")
    yield from _section(_("Access to corporate accounts"), [_grant(grant) for grant in grants])
    consents = PrivateAccountConsent.objects.filter(person=person).select_related("route__account__platform")
    yield from _section(
        _("My consents for private accounts"), [_consent(consent) for consent in consents.order_by("-pk")]
    )
    yield from _section(_("What I decided about access"), [*_decided(person), *_reviewed(person)])


def _section(title: str, rows: list[dict[str, object]]) -> Iterator[Section]:
    if rows:
        yield Section(title, rows)


def _request(request: AccessRequest) -> dict[str, object]:
    return {
        _("Account"): str(request.account),
        _("What for"): request.reason,
        _("From"): date_format(request.starts_on, "SHORT_DATE_FORMAT"),
        _("Until"): date_format(request.ends_on, "SHORT_DATE_FORMAT"),
        _("Asked by"): request.requested_by.name,
        _("State"): str(request.get_state_display()),
    }


def _grant(grant: AccessGrant) -> dict[str, object]:
    return {
        _("Account"): str(grant.account),
        _("Access route"): str(grant.route.get_kind_display()),
        _("From"): _moment(grant.starts_at),
        _("Until"): _moment(grant.ended_at or grant.ends_at),
        _("State"): str(grant.get_end_reason_display() or grant.get_state_display()),
    }


def _consent(consent: PrivateAccountConsent) -> dict[str, object]:
    return {
        _("Account"): str(consent.route.account),
        _("Purpose"): consent.purpose,
        _("Kind and extent of data"): consent.data,
        _("Alternative"): consent.alternative,
        _("Withdrawal"): consent.withdrawal,
        _("Given on"): _moment(consent.given_at),
        _("Until"): _moment(consent.ended_at or consent.valid_until),
        _("State"): str(consent.get_state_display()),
    }


def _decided(person: Employee) -> list[dict[str, object]]:
    decisions = RequestDecision.objects.filter(decided_by=person).select_related("request__account__platform")
    return [
        {
            _("Account"): str(decision.request.account),
            _("What for"): _("approved") if decision.approves else _("denied"),
            _("From"): _moment(decision.decided_at),
        }
        for decision in decisions.order_by("-pk")
    ]


def _reviewed(person: Employee) -> list[dict[str, object]]:
    items = ReviewItem.objects.filter(decided_by=person).with_parts().order_by("-pk")
    return [
        {
            _("Account"): str(item.grant.account),
            _("What for"): str(item.get_verdict_display()),
            _("From"): _moment(item.decided_at),
        }
        for item in items
    ]


def _moment(at: object) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else ""
