"""The demo company's accounts: one that is as it should be, and each of the usual weaknesses once."""

from typing import Any

from accounts.people.models import Employee, Entity
from accounts.register.choices import (
    Criticality,
    Presence,
    PublishesThrough,
    RecoveryMail,
    RouteKind,
    SecondFactor,
    StandsOn,
    Terms,
)
from accounts.register.models import AccessRoute, CorporateAccount, Platform, ToolConnection
from accounts.register.operations import add_route, connect_tool, register_account
from reports.demo.cast import COMPANY, MAIL_DOMAIN

SOUND: dict[str, Any] = {
    "imprint": Presence.PRESENT,
    "privacy_notice": Presence.PRESENT,
    "recovery_mail": RecoveryMail.COMPANY,
    "recovery_address": f"kanal@{MAIL_DOMAIN}",
    "second_factor": SecondFactor.COMPANY_DEVICE,
    "recovery_codes_left": 8,
    "administrators": 3,
    "criticality": Criticality.HIGH,
}
DELEGATED = {
    "kind": RouteKind.DELEGATED,
    "terms": Terms.ALLOWED,
    "steps_de": "1. Die Kontenverwaltung lädt Ihre dienstliche Adresse ein.\n"
    "2. Sie nehmen die Einladung mit Ihrem dienstlichen Zugang an.\n"
    "3. Sie bestätigen hier im Portal, dass der Zugriff da ist.",
    "steps_en": "1. The account admin invites your work address.\n"
    "2. You accept with your work login.\n"
    "3. You confirm here in the portal that the access is there.",
}
SHARED = {"kind": RouteKind.SHARED, "terms": Terms.UNCLEAR}
PROFILE = {
    "kind": RouteKind.PUBLISHER,
    "publishes_through": PublishesThrough.PROFILE,
    "publisher": "mara",
    "terms": Terms.ALLOWED,
}
GHOST = {
    "kind": RouteKind.GHOST,
    "terms": Terms.FORBIDDEN,
    "clause": "LinkedIn: one account per person, under the real name",
}
ACCOUNTS: list[dict[str, Any]] = [
    {"on": "youtube", "handle": "@brueckenwerk", "purpose": "Filme aus der Werkstatt", "routes": [DELEGATED]},
    {
        "on": "x",
        "handle": "@brueckenwerk",
        "purpose": "Störungen und kurze Nachrichten",
        "routes": [DELEGATED, SHARED],
    },
    {
        "on": "instagram",
        "handle": "@brueckenwerk.ausbildung",
        "purpose": "Ausbildung: Auszubildende berichten",
        "brand": "Ausbildung",
        "routes": [SHARED],
        "second_factor": SecondFactor.PRIVATE_PHONE,
        "administrators": 1,
    },
    {
        "on": "linkedin",
        "handle": "Brückenwerk",
        "purpose": "Arbeitgeber und Fachthemen",
        "routes": [PROFILE, GHOST],
        "tools": ["Redaktionsplaner"],
    },
    {
        "on": "whatsapp-business",
        "handle": "+49 40 555 0199",
        "purpose": "Fragen zu Terminen",
        "takes_messages": True,
        "routes": [{"kind": RouteKind.TOKEN, "terms": Terms.ALLOWED}],
        "privacy_notice": Presence.MISSING,
    },
    {
        "on": "mastodon",
        "handle": "@brueckenwerk@social.example",
        "purpose": "Versuch",
        "routes": [],
        "is_live": False,
    },
]


def open_channels() -> None:
    """Register the accounts with their routes, and a tool that stands on one colleague's login."""
    by = Employee.objects.get(login_id="anton")
    for entry in ACCOUNTS:
        _register(dict(entry), by)


def _register(entry: dict[str, Any], by: Employee) -> None:
    people = {employee.login_id: employee for employee in Employee.objects.all()}
    routes, tools = entry.pop("routes"), entry.pop("tools", [])
    is_live = entry.pop("is_live", True)
    account = CorporateAccount(
        platform=Platform.objects.get(slug=entry.pop("on")),
        entity=Entity.objects.get(name=COMPANY),
        owner=people["mara"],
        deputy=people["edda"],
        custodian=people["anton"],
        **{**SOUND, **entry},
    )
    register_account(account=account, is_live=is_live, by=by)
    for route in routes:
        publisher = people.get(route.get("publisher", ""))
        add_route(route=AccessRoute(account=account, **{**route, "publisher": publisher}), by=by)
    for tool in tools:
        connection = ToolConnection(
            account=account, tool=tool, stands_on=StandsOn.PERSON, person=people["mara"]
        )
        connect_tool(connection=connection, by=by)
