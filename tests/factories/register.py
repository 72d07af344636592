"""Platforms and corporate accounts, made by the product's own operations."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.people.models import Employee
from accounts.register.choices import (
    ChannelUse,
    Confidence,
    FactKey,
    FactValue,
    PlatformKind,
    Presence,
    RecoveryMail,
    RouteKind,
    SecondFactor,
    Side,
    Terms,
)
from accounts.register.models import AccessRoute, ChannelApproval, CorporateAccount, Platform, PlatformFact
from accounts.register.operations import (
    ApprovalTerms,
    add_route,
    decide_approval,
    register_account,
    request_approval,
)
from tests.factories.people import Cast, EntityFactory

SOUND = {
    "imprint": Presence.PRESENT,
    "privacy_notice": Presence.PRESENT,
    "recovery_mail": RecoveryMail.COMPANY,
    "second_factor": SecondFactor.COMPANY_DEVICE,
    "administrators": 2,
}


def platform(slug: str = "bildnetz", kind: str = PlatformKind.PRIVATE, **facts: Any) -> Platform:
    """A made-up platform; the same slug gives the same one."""
    names = {"name_de": slug.capitalize(), "name_en": slug.capitalize()}
    return Platform.objects.get_or_create(slug=slug, defaults={"kind": kind, **names, **facts})[0]


def account(
    cast: Cast, handle: str = "@hafenlicht", *, is_live: bool = True, **facts: Any
) -> CorporateAccount:
    """Ada owns it, Mara stands in, nothing is wrong with it but what `facts` say."""
    facts.setdefault("platform", None)
    facts["platform"] = facts["platform"] or platform()
    people = {"owner": cast.ada, "deputy": cast.mara, "entity": EntityFactory()}
    new = CorporateAccount(handle=handle, **{"purpose": "News", **SOUND, **people, **facts})
    return register_account(account=new, is_live=is_live, by=cast.anton)


def route(
    of: CorporateAccount, kind: str = RouteKind.DELEGATED, *, by: Employee, **facts: Any
) -> AccessRoute:
    """A way to work on the account, allowed by the terms unless `facts` say otherwise."""
    return add_route(route=AccessRoute(account=of, kind=kind, **{"terms": Terms.ALLOWED, **facts}), by=by)


def sound_account(cast: Cast, **facts: Any) -> CorporateAccount:
    """A live account with a private-free route: no finding stands."""
    made = account(cast, **facts)
    route(made, by=cast.anton)
    return made


def fact(
    of: Platform, key: str = FactKey.SHARED_LOGIN, value: str = FactValue.NO, **facts: Any
) -> PlatformFact:
    """Something known of a platform, checked today."""
    now = timezone.now()
    known = {
        "text_de": "Ein Konto je Person.",
        "text_en": "One account per person.",
        "source": "Terms of use",
        "confidence": Confidence.HIGH,
        "checked_on": now.date(),
        "entered_at": now,
    }
    return PlatformFact.objects.create(platform=of, key=key, value=value, **{**known, **facts})


def terms() -> ApprovalTerms:
    """Complete terms of a channel approval."""
    return ApprovalTerms(
        conditions_de="Nur Termine, nur in der Geschäftszeit.",
        conditions_en="Appointments only, in office hours only.",
        disclaimer_de="Bitte schicken Sie uns hier keine Gesundheitsdaten.",
        disclaimer_en="Please send us no health data here.",
        forbidden_data="Gesundheit, Bankverbindung",
        alternative="Telefon und E-Mail",
        processor_contract="Botenfunk Ltd, in der Vertragsablage",
        review_on=timezone.localdate() + timedelta(days=300),
    )


def approval_request(of: Platform, *, by: Employee, use: str = ChannelUse.MESSAGES) -> ChannelApproval:
    return request_approval(approval=ChannelApproval(platform=of, use=use, reason="Appointments"), by=by)


def approved(
    of: Platform, *, by: Employee, dpo: Employee, legal: Employee, use: str = ChannelUse.MESSAGES
) -> ChannelApproval:
    """A channel approval that both sides have given."""
    asked = approval_request(of, by=by, use=use)
    decide_approval(approval=asked, side=Side.DPO, approves=True, note="", by=dpo, terms=terms())
    return decide_approval(approval=asked, side=Side.LEGAL, approves=True, note="", by=legal)
