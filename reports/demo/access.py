"""Who works on the demo company's accounts: the last weeks, in the order in which they happened."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.access.choices import Verdict
from accounts.access.models import AccessGrant, AccessPolicy, AccessRequest, AccessReview, ReviewItem
from accounts.access.operations import (
    Wish,
    assign_access,
    attest_invitation,
    decide_item,
    decide_request,
    expire_request,
    give_consent,
    open_review,
    plan_review,
    set_policy,
    submit_request,
)
from accounts.people.models import Employee
from accounts.register.choices import ChannelUse, RouteKind, Side
from accounts.register.models import AccessRoute, ChannelApproval, CorporateAccount, Platform
from accounts.register.operations import ApprovalTerms, decide_approval, request_approval

MESSAGES_ON_INSTAGRAM = {
    "conditions_de": "Nur Fragen zur Ausbildung, nur in der Geschäftszeit. Verläufe gehen nach 30 Tagen.",
    "conditions_en": "Questions about apprenticeships only, in office hours. Chats go after 30 days.",
    "disclaimer_de": "Bitte schicken Sie uns hier keine Zeugnisse oder Gesundheitsdaten. Lieber per E-Mail?",
    "disclaimer_en": "Please send us no school reports or health data here. Rather by e-mail?",
    "forbidden_data": "Gesundheit, Zeugnisse, Bankverbindung, Ausweise",
    "alternative": "ausbildung@hafenlicht.example und Telefon",
    "processor_contract": "Auftragsverarbeitung mit dem Anbieter, Vertragsablage 2026/117",
}
MESSAGES_ON_WHATSAPP = {
    **MESSAGES_ON_INSTAGRAM,
    "conditions_de": "Nur Termine, über die Schnittstelle des Dienstleisters, nie vom Handy.",
    "conditions_en": "Appointments only, through the provider’s interface, never from a phone.",
    "alternative": "Telefon und E-Mail",
    "processor_contract": "Auftragsverarbeitung mit dem Dienstleister, Vertragsablage 2026/131",
}


def events() -> list[tuple[float, Callable[..., None], tuple[Any, ...]]]:
    """How many days ago, what, and with which facts."""
    return [
        (23.9, _request_approval, ("instagram", "Auszubildende fragen uns dort nach Plätzen.")),
        (23.5, _rules, ("x",)),
        (22, _decide_approval, ("instagram", "dana", Side.DPO, MESSAGES_ON_INSTAGRAM)),
        (21.5, _ask, ("ben", "youtube", RouteKind.DELEGATED, "Werkstattfilme schneiden und hochladen", 180)),
        (21, _decide_approval, ("instagram", "leif", Side.LEGAL, None)),
        (20.5, _approve, ("ben", "youtube", "mara")),
        (20, _attest, ("ben", "youtube", "anton")),
        (19.5, _ask, ("nils", "youtube", RouteKind.DELEGATED, "Kommentare beantworten", 60)),
        (18, _lend_profile, ("mara", "linkedin")),
        (17, _ask, ("amira", "x", RouteKind.SHARED, "Outages in the evening shift", 90)),
        (16.5, _approve, ("amira", "x", "edda")),
        (16, _ask, ("kaja", "youtube", RouteKind.DELEGATED, "Krisenvideos im Ernstfall", 364)),
        (15, _approve, ("kaja", "youtube", "edda")),
        (14.5, _attest, ("kaja", "youtube", "kaja")),
        (13, _assign, ("priya", "whatsapp-business", RouteKind.TOKEN, "Schnittstelle betreuen", 364)),
        (12.5, _approve, ("priya", "whatsapp-business", "mara")),
        (12, _attest, ("priya", "whatsapp-business", "priya")),
        (9, _review, ("Zugriffe im Herbst", 12)),
        (7, _decide_item, ("ben", Verdict.KEEP, "Schneidet jede Woche")),
        (6.5, _decide_item, ("kaja", Verdict.KEEP, "Nur im Ernstfall")),
        (5, _request_approval, ("whatsapp-business", "Kundschaft verschiebt Termine lieber schriftlich.")),
        (4.5, _expire, ("nils", "youtube")),
        (4, _decide_approval, ("whatsapp-business", "dana", Side.DPO, MESSAGES_ON_WHATSAPP)),
        (3, _ask, ("lotta", "youtube", RouteKind.DELEGATED, "Vertretung für Ben im Dezember", 60)),
        (2.5, _approve, ("lotta", "youtube", "mara")),
        (1.5, _ask, ("emil", "x", RouteKind.DELEGATED, "Störungen melden, wenn der Dienst wechselt", 90)),
    ]


def _person(login_id: str) -> Employee:
    return Employee.objects.get(login_id=login_id)


def _route(slug: str, kind: RouteKind) -> AccessRoute:
    routes = AccessRoute.objects.open().select_related("account__platform")
    return routes.get(account__platform__slug=slug, kind=kind)


def _waiting(login_id: str, slug: str) -> AccessRequest:
    waiting = AccessRequest.objects.undecided().with_parts()
    return waiting.get(person__login_id=login_id, account__platform__slug=slug)


def _wish(slug: str, kind: RouteKind, reason: str, days: int) -> Wish:
    today = timezone.localdate()
    return Wish(_route(slug, kind), today, today + timedelta(days=days), reason)


def _ask(login_id: str, slug: str, kind: RouteKind, reason: str, days: int) -> None:
    submit_request(wish=_wish(slug, kind, reason, days), by=_person(login_id))


def _assign(login_id: str, slug: str, kind: RouteKind, reason: str, days: int) -> None:
    wish = _wish(slug, kind, reason, days)
    assign_access(routes=[wish.route], people=[_person(login_id)], wish=wish, by=_person("anton"))


def _approve(login_id: str, slug: str, by: str) -> None:
    decide_request(request=_waiting(login_id, slug), approves=True, note="", by=_person(by))


def _expire(login_id: str, slug: str) -> None:
    expire_request(request=_waiting(login_id, slug))


def _attest(login_id: str, slug: str, by: str) -> None:
    grants = AccessGrant.objects.running().with_parts()
    grant = grants.get(person__login_id=login_id, account__platform__slug=slug)
    attest_invitation(grant=grant, note="In der Liste der Rollen gesehen", by=_person(by))


def _rules(slug: str) -> None:
    """Whoever writes there has read the guideline."""
    account = CorporateAccount.objects.get(platform__slug=slug)
    policy = AccessPolicy(account=account, longest_days=180, required=["policies:social-media"])
    set_policy(policy=policy, by=_person("anton"))


def _lend_profile(login_id: str, slug: str) -> None:
    give_consent(route=_route(slug, RouteKind.PUBLISHER), by=_person(login_id), language="de")


def _review(title: str, days: int) -> None:
    anton = _person("anton")
    review = AccessReview(title=title, due_on=timezone.localdate() + timedelta(days=days))
    open_review(review=plan_review(review=review, by=anton), by=anton)


def _decide_item(login_id: str, verdict: Verdict, note: str) -> None:
    item = ReviewItem.objects.pending().get(grant__person__login_id=login_id)
    decide_item(item=item, verdict=verdict, note=note, by=_person("anton"))


def _request_approval(slug: str, reason: str) -> None:
    platform = Platform.objects.get(slug=slug)
    approval = ChannelApproval(platform=platform, use=ChannelUse.MESSAGES, reason=reason)
    request_approval(approval=approval, by=_person("anton"))


def _decide_approval(slug: str, by: str, side: Side, texts: dict[str, str] | None) -> None:
    """Who decides first settles the terms."""
    review_on = timezone.localdate() + timedelta(days=365)
    decide_approval(
        approval=ChannelApproval.objects.waiting().get(platform__slug=slug),
        side=side,
        approves=True,
        note="",
        by=_person(by),
        terms=ApprovalTerms(**texts, review_on=review_on) if texts else None,
    )
