"""How sign-in works here: closed sign-up, mail through the portal, second factors under the key ring."""

import uuid
from collections.abc import Iterator
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context as current
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from accounts.people.authentication import was_attested, ways_to_prove
from accounts.people.emails import send_password_reset
from accounts.people.models import Employee
from accounts.people.operations.sign_in import note_refusal, open_session, set_own_password
from accounts.people.permissions import require_recent
from portal.keys.envelope import key_of, open_bytes, rewrap, seal_bytes

FACTOR_CONTEXT = {"kind": "second-factor"}
SEALED_TYPES = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)


def sealed_in(data: dict[str, Any]) -> dict[str, str]:
    """The sealed parts of what allauth keeps about a TOTP secret or recovery codes."""
    return {name: data[name] for name in ("secret", "seed") if name in data}


class OncePerPerson(AuthenticationBackend):
    """Finds whoever is meant by one look-up and hashes their password once, whatever was typed.

    allauth looks for login id and address one after the other, and for some logins twice; that took known
    people longer than unknown ones, and read everybody where the login was no address.
    """

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> Employee | None:
        login = credentials.get("username") or credentials.get("email") or ""
        for person in Employee.objects.known_as(login).order_by("pk"):
            if self._check_password(person, credentials["password"]):
                return person
        return None


class SecondFactorStage(AuthenticateStage):
    """Our own factor is not asked for when the company's provider attests that it took two."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return super()._should_handle(request) and not was_attested(request, self.login.user)


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up: people are put on record and invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        return super().is_safe_url(url) and not url.startswith("//")

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """In the person's language: while they sign in, the page still speaks the browser's."""
        with translation.override(getattr(request.user, "language", None) or translation.get_language()):
            super().add_message(request, *args, **kwargs)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """The same rule as for our own pages; allauth's laxer one is not asked after this.

        Whoever has just signed in need not do it again to add a factor. allauth itself would take a password
        from people who have a second factor, and nothing at all from people who have neither.
        """
        if super().is_reauthentication_required(app=app, **kwargs):
            require_recent(current.request)
        return False

    def get_login_stages(self) -> list[str]:
        own = f"{__name__}.{SecondFactorStage.__name__}"
        theirs = "allauth.mfa.stages.AuthenticateStage"
        return [own if stage == theirs else stage for stage in super().get_login_stages()]

    def login(self, request: HttpRequest, user: Employee) -> None:
        open_session(request=request, person=user, address=self.get_client_ip(request))

    def get_reauthentication_methods(self, user: Employee) -> list[dict[str, Any]]:
        """What can prove it again, the best first: a passkey before an app, a password only without both."""
        return ways_to_prove(user) if user.is_authenticated else []

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failed tries count per login *and* address: by login alone, anybody could lock anybody out."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{get_ip(request)}"

    def set_password(self, user: Employee, password: str) -> None:
        set_own_password(person=user, password=password)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Written down in the same way whether the login exists or not."""
        note_refusal(method="password", login=credentials.get("email") or credentials.get("username") or "")

    def send_password_reset_mail(self, user: Employee, email: str, context: dict[str, Any]) -> None:
        send_password_reset(user, key=uuid.uuid4().hex)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """allauth's own mails stay unsent: to an unknown address they would say that nobody is there."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """What changed at a sign-in stands in the trail and in "my data"."""


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of second factors are stored under the key ring; allauth keeps them in clear otherwise.

    allauth hands over the text alone, and during sign-in nobody is signed in yet, so the envelope cannot be
    bound to a person. Whoever can swap rows in the database could set a password hash as well; what the
    envelope keeps from them is the secret itself.
    """

    def encrypt(self, text: str) -> str:
        return seal_bytes(text.encode(), context=FACTOR_CONTEXT).hex()

    def decrypt(self, encrypted_text: str) -> str:
        return open_bytes(bytes.fromhex(encrypted_text), context=FACTOR_CONTEXT).decode()

    @staticmethod
    def sealed_secrets() -> Iterator[tuple[int, str]]:
        """Every stored secret of a second factor, with the key that seals it."""
        rows = Authenticator.objects.filter(type__in=SEALED_TYPES).order_by("pk").values_list("pk", "data")
        for pk, data in rows.iterator():
            yield from ((pk, key_of(bytes.fromhex(sealed))) for sealed in sealed_in(data).values())

    @staticmethod
    def rewrap_secrets(pk: int) -> None:
        """Bring the secrets of one authenticator under the ring's active key."""
        row = Authenticator.objects.select_for_update().filter(pk=pk).first()
        if row is None:
            return
        for name, sealed in sealed_in(row.data).items():
            row.data[name] = rewrap(bytes.fromhex(sealed), context=FACTOR_CONTEXT).hex()
        row.save(update_fields=["data"])

    def get_totp_label(self, user: Employee) -> str:
        return user.email or user.login_id

    def _get_site_name(self) -> str:
        return settings.PORTAL_SITE_NAME
