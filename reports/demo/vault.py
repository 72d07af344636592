"""What the demo company keeps in its vault: in use, prepared, in an emergency, and to be changed."""

from collections.abc import Callable
from typing import Any

from accounts.people.models import Employee
from accounts.register.models import CorporateAccount
from accounts.vault.choices import CredentialKind, GlassState, RotationCause
from accounts.vault.models import BreakGlass, Credential, Reveal, Rotation
from accounts.vault.operations import (
    Secret,
    add_credential,
    ask_to_see,
    break_glass,
    draw_ticket,
    plan_rotation,
    review_emergency,
    show,
    take_over,
)
from reports.demo.cast import MAIL_DOMAIN

# Worth nothing outside the demo.
PASSWORD = "Demo-Leuchtturm-42"  # noqa: S105
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CODES = ("7k2m-demo", "9f4q-demo", "3x8d-demo", "5n1w-demo", "8r6t-demo")
SESSION = "demo"


def events() -> list[tuple[float, Callable[..., None], tuple[Any, ...]]]:
    """How many days ago, what, and with which facts."""
    return [
        (22.5, _keep, ("x", CredentialKind.PASSWORD, "Passwort", Secret(PASSWORD))),
        (22.4, _keep, ("x", CredentialKind.TOTP, "Zweiter Faktor", Secret(SEED))),
        (22.3, _keep, ("x", CredentialKind.RECOVERY_CODES, "Wiederherstellung", Secret(codes=CODES))),
        (22.2, _keep, ("x", CredentialKind.HARDWARE_KEY, "Sicherheitsschlüssel", None)),
        (22.1, _keep, ("instagram", CredentialKind.PASSWORD, "Passwort", Secret(PASSWORD))),
        (15.5, _see, ("amira", "x", CredentialKind.PASSWORD, "Störung melden")),
        (15.4, _see, ("amira", "x", CredentialKind.TOTP, "Störung melden")),
        (10, _emergency, ("anton", "instagram", "Falschmeldung löschen, Mara und Edda im Flug")),
        (9, _judge, ("runa", "Niemand sonst war erreichbar; gelöscht wurde nur die Falschmeldung.")),
        (8.5, _take_over, ("anton", "instagram")),
        (2, _plan, ("anton", "x")),
    ]


def _person(login_id: str) -> Employee:
    return Employee.objects.get(login_id=login_id)


def _account(slug: str) -> CorporateAccount:
    return CorporateAccount.objects.select_related("platform", "owner", "deputy").get(platform__slug=slug)


def _credential(slug: str, kind: str) -> Credential:
    kept = Credential.objects.kept().select_related("account__platform", "account__owner", "account__deputy")
    return kept.get(account__platform__slug=slug, kind=kind)


def _keep(slug: str, kind: str, label: str, secret: Secret | None) -> None:
    made = Credential(account=_account(slug), kind=kind, label=label)
    if secret is None:
        made.custodian, made.place = _person("mara"), "Tresor Raum 2.04"
    else:
        made.login = f"kanal@{MAIL_DOMAIN}"
    add_credential(credential=made, secret=secret, by=_person("anton"))


def _see(login_id: str, slug: str, kind: str, reason: str) -> None:
    _look(ask_to_see(credential=_credential(slug, kind), reason=reason, by=_person(login_id)))


def _look(reveal: Reveal) -> None:
    ticket = draw_ticket(reveal=reveal, session_key=SESSION, by=reveal.person)
    show(reveal=reveal, token=ticket.token, session_key=SESSION, by=reveal.person)


def _emergency(login_id: str, slug: str, reason: str) -> None:
    password = _credential(slug, CredentialKind.PASSWORD)
    _look(break_glass(credential=password, reason=reason, by=_person(login_id)))


def _judge(login_id: str, note: str) -> None:
    glass = BreakGlass.objects.to_review().get()
    review_emergency(glass=glass, verdict=GlassState.JUSTIFIED, note=note, by=_person(login_id))


def _take_over(login_id: str, slug: str) -> None:
    take_over(rotation=Rotation.objects.unfinished().get(account=_account(slug)), by=_person(login_id))


def _plan(login_id: str, slug: str) -> None:
    plan_rotation(account=_account(slug), cause=RotationCause.PLANNED, by=_person(login_id))
