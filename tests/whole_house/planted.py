"""Secrets for the walk over the whole house: what is planted, where it lies, and who may come across it."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Comment

from accounts.people.choices import Role
from accounts.people.operations import define_audience, leave
from accounts.scim.operations.tokens import make_token
from guidelines.policies.choices import Method, Visibility
from guidelines.policies.models import PolicyVersion
from guidelines.policies.operations import acknowledge_under_reservation, record_paper
from guidelines.policies.printing import issue_policy_pdf
from guidelines.policies.querysets import READS_EVERYTHING
from tests.factories.access import asked
from tests.factories.drafts import write
from tests.factories.people import EmployeeFactory, EntityFactory, LocationFactory, department
from tests.factories.policies import asset, read, release, request_of, text
from tests.factories.register import sound_account
from tests.guidelines.library.conftest import png
from tests.whole_house.access import HR_ELSEWHERE, NOBODY, OWNER, World, only
from tests.whole_house.declared import THINGS

# Every title begins with it, so that one search finds all of them; it gives nothing away itself.
COMMON = "Geheimplan"
LEAVES_ON = date(2031, 7, 23)
WRITERS = only(Role.EDITOR, Role.APPROVER)
# The audience, and those whose work needs every guideline, HR of whatever entity among them.
OVERSEERS = (Role.ACCOUNT_ADMIN, Role.AUDITOR, Role.SECURITY_OFFICER, Role.DPO)
READERS = only(*READS_EVERYTHING) | {OWNER, HR_ELSEWHERE}


@dataclass(frozen=True)
class Secret:
    """A phrase and the actors who may meet it."""

    name: str
    phrase: str
    known_to: frozenset[str]
    pattern: re.Pattern[bytes] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pattern", re.compile(self.phrase.encode()))


SECRETS = (
    Secret("draft", "Zwergmispel", WRITERS),
    Secret("comment", "Rosmarinheide", WRITERS),
    Secret("picture's title", "Haubentaucher", WRITERS),
    Secret("document's title", "Kaisergranat", WRITERS),
    Secret("document's content", "Perlmuttfalter", WRITERS),
    Secret("limited guideline", "Quastenflosser", READERS),
    Secret("its picture", "Sumpfdotterblume", READERS),
    Secret("reservation", "Steinkauz", only(Role.HR)),
    Secret("sheet of paper", "Blindschleiche", only(Role.HR)),
    Secret(
        "planned leaving",
        r"2031-07-23|23\.0?7\.2031|23\. Juli 2031|23 July 2031|July 23, 2031",
        only(Role.HR, Role.SYSTEM_ADMIN),
    ),
    Secret("name of a directory", "Wiedehopf", only(Role.SYSTEM_ADMIN)),
    Secret("reason of an access request", "Bartmeise", only(*OVERSEERS) | {OWNER}),
)


def _limited(world: World) -> PolicyVersion:
    """For marketing alone, where Ada works."""
    _ = world.cast.ada
    marketing = define_audience(
        slug="marketing", name="Marketing", clauses=[{"department": department("Marketing")}], by=None
    )
    german = text(
        "de",
        f"{COMMON} Quastenflosser",
        title=f"{COMMON} Quastenflosser",
        assets=[asset(b"Sumpfdotterblume")],
    )
    version = release(
        editor=world.cast.edda,
        approver=world.cast.falk,
        slug="shown",
        texts=[german, text("en", title=f"{COMMON} Quastenflosser")],
        audience=marketing,
        visibility=Visibility.AUDIENCE,
    )
    issue_policy_pdf(version.renditions.get(language="de"))
    return version


def _case(world: World) -> Any:
    person = EmployeeFactory(name="Somebody with doubts")
    release(editor=world.cast.edda, approver=world.cast.falk, slug="photos")
    request = request_of(person)
    facts = {"request": request, "read": read(request), "authenticated": "passkey", "by": person}
    return acknowledge_under_reservation(**facts, reason=f"{COMMON} Steinkauz").reservation


def _paper(world: World) -> Any:
    request = request_of(EmployeeFactory(name="Somebody with a pen"), world.find("released").policy)
    return record_paper(
        request=request,
        rendition=request.version.renditions.get(language="de"),
        method=Method.PAPER,
        signed_on=request.asked_on,
        note=f"{COMMON} Blindschleiche",
        scan_name="blindschleiche.png",
        scan=b"\x89PNG\r\n\x1a\nBlindschleiche",
        by=world.cast.hanna,
    )


def _draft(world: World) -> Any:
    page = write(world.cast, title=f"{COMMON} Zwergmispel", text="Zwergmispel")
    facts = {"contentpath": "title", "text": f"{COMMON} Rosmarinheide", "position": ""}
    Comment.objects.create(page=page, user=world.cast.edda, **facts)
    return page


def _picture(world: World) -> Any:
    file = ContentFile(png(), name="haubentaucher.png")
    picture = get_image_model().objects.create(title=f"{COMMON} Haubentaucher", file=file)
    picture.get_rendition("max-165x165")
    return picture


def _document(world: World) -> Any:
    file = ContentFile(b"Perlmuttfalter", name="perlmutt.txt")
    return get_document_model().objects.create(title=f"{COMMON} Kaisergranat", file=file)


def _token(world: World) -> Any:
    facts = {"entity": EntityFactory(), "location": LocationFactory(), "last_day": LEAVES_ON.replace(2027)}
    return make_token(name=f"{COMMON} Wiedehopf", by=world.cast.ines, **facts)[0]


def _leaving(world: World) -> Any:
    person = world.cast.mara
    leave(person=person, on=LEAVES_ON, by=world.cast.hanna)
    return person


def _access_request(world: World) -> Any:
    channel = sound_account(world.cast, handle="@asked")
    return asked(channel.routes.get(), by=world.cast.ada, reason=f"{COMMON} Bartmeise")


MAKERS = {
    **THINGS,
    "access_request": _access_request,
    "shown": _limited,
    "case": _case,
    "paper": _paper,
    "draft": _draft,
    "image": _picture,
    "document": _document,
    "scim_token": _token,
    "person": _leaving,
    "stored_file": lambda world: world.find("document").file.name,
}
ROOTS = "released shown case paper draft image document scim_token access_request person answer".split()


def known_to_nobody() -> list[Secret]:
    """The same secrets, as if nobody might meet them."""
    return [Secret(secret.name, secret.phrase, NOBODY) for secret in SECRETS]
