"""The first run: an empty portal gets its company and its first administrator."""

import hmac
import secrets
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.people.choices import Role, Status
from accounts.people.models import Department, Employee, Entity, Location, Organisation
from accounts.people.operations.audiences import everyone
from accounts.people.operations.lifecycle import hire
from accounts.people.operations.roles import give_role
from portal.audit.rules import RuleBroken
from portal.audit.trail import operation, record


class AlreadySetUp(RuleBroken):
    message = _("This portal has already been set up. Please sign in.")


class WrongSetupToken(RuleBroken):
    message = _("This is not the token that was printed on the console.")


def is_set_up() -> bool:
    return Organisation.objects.exists()


def setup_token() -> str:
    """The one-time token of the first run, kept in a private file until the portal is set up."""
    path = _token_file()
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(18))
    return path.read_text()


@operation
def set_up(
    *,
    token: str,
    company: str,
    default_language: str,
    locations: list[dict[str, str]],
    name: str,
    email: str,
    password: str,
) -> Employee:
    """Create the company, its locations and the first administrator. Works once, with the token."""
    if is_set_up():
        raise AlreadySetUp
    if not hmac.compare_digest(token.strip().encode(), setup_token().encode()):
        raise WrongSetupToken
    facts = {"name": company, "default_language": default_language}
    if not Organisation.objects.get_or_create(pk=1, defaults=facts)[1]:
        raise AlreadySetUp
    entity = Entity.objects.create(name=company)
    department = Department.add_root(name=company)
    places = [Location.objects.create(**location) for location in locations]
    admin = hire(
        by=None,
        status=Status.ACTIVE,
        name=name,
        email=email,
        language=default_language,
        entity=entity,
        department=department,
        location=places[0],
    )
    admin.set_password(password)
    admin.save(update_fields=["password"])
    give_role(person=admin, role=Role.SYSTEM_ADMIN, by=None)
    everyone(by=None)
    record("portal.set_up", by=admin)
    _token_file().unlink(missing_ok=True)
    return admin


def _token_file() -> Path:
    return Path(settings.PORTAL_KEYS_DIR) / "setup-token"
