"""The link by which somebody confirms an entry without signing in. It is made when the mail is sent."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.people.models import Employee
from guidelines.playbooks.models import Contact, RoleHolder
from guidelines.playbooks.rules import LinkExpired

SALT = "playbooks.still-right"
CONTACT, PERSON = "contact", "person"


@dataclass(frozen=True)
class Subject:
    """Whoever is asked: a contact with all slots under the same address, or an employee with all roles."""

    kind: str
    ref: UUID
    name: str
    address: str
    language: str
    contacts: tuple[Contact, ...] = ()
    roles: tuple[RoleHolder, ...] = ()

    @property
    def rows(self) -> tuple[Contact, ...] | tuple[RoleHolder, ...]:
        return self.contacts or self.roles


def token_of(subject: Subject) -> str:
    """It holds no address and no number, and dies when the address changes."""
    return _signer().sign(f"{subject.kind}-{subject.ref.hex}-{_digest(subject.address)}")


def subject_of(token: str) -> Subject:
    """Whom a token speaks for. Raises `LinkExpired` when it is forged, too old, or the entry has changed."""
    try:
        text = _signer().unsign(token, max_age=timedelta(days=settings.CONTACT_LINK_VALID_DAYS))
        kind, ref, digest = text.split("-")
        subject = asked(kind, UUID(ref))
    except (signing.BadSignature, ValueError) as error:
        raise LinkExpired from error
    if subject is None or not subject.rows or not constant_time_compare(digest, _digest(subject.address)):
        raise LinkExpired
    return subject


def asked(kind: str, ref: UUID) -> Subject | None:
    """The subject as it stands now, or None when it is gone."""
    return _contact(ref) if kind == CONTACT else _person(ref)


def _contact(ref: UUID) -> Subject | None:
    contact = Contact.objects.filter(ref=ref).first()
    if contact is None or not contact.email:
        return None
    same = Contact.objects.filter(email__iexact=contact.email, work__retired_at=None)
    rows = tuple(same.select_related("work__current").order_by("pk"))
    return Subject(CONTACT, ref, contact.name, contact.email, contact.language, contacts=rows)


def _person(ref: UUID) -> Subject | None:
    person = Employee.objects.who_may_sign_in().filter(ref=ref).first()
    if person is None or not person.email:
        return None
    held = RoleHolder.objects.filter(person=person, work__retired_at=None, work__current__isnull=False)
    rows = tuple(held.select_related("work__current").order_by("pk"))
    return Subject(PERSON, ref, person.name, person.email, person.language, roles=rows)


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=SALT, sep=".")


def _digest(address: str) -> str:
    return salted_hmac(SALT, address.lower(), algorithm="sha256").hexdigest()[:20]
