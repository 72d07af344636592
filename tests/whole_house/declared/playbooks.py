from accounts.people.choices import Role
from guidelines.playbooks.choices import NumberKind
from guidelines.playbooks.models import Contact, OfflinePack, PhoneNumber, RoleHolder
from guidelines.playbooks.operations.numbers import give_number
from guidelines.playbooks.tokens import CONTACT, asked, token_of
from tests.factories import playbooks
from tests.whole_house.access import EVERYBODY, ONLY_OWNER, SIGNED_IN, Access, World, only

KEEPERS = only(Role.CRISIS_LEAD, Role.EDITOR, Role.APPROVER)

READERS_OF_OLD = only(
    Role.CRISIS_LEAD,
    Role.EDITOR,
    Role.APPROVER,
    Role.LEGAL,
    Role.DPO,
    Role.AUDITOR,
    Role.WORKS_COUNCIL,
)
HR_AND_ADMINS = only(Role.HR, Role.SYSTEM_ADMIN)
FIRST_SLOT = playbooks.content()["contacts"][0]["key"]


def _holder(world: World) -> RoleHolder:
    """Ada."""
    return playbooks.hold(world.find("playbook"), "lead", world.cast.ada)[0]


def _contact(world: World) -> Contact:
    return playbooks.contact(world.find("playbook"), FIRST_SLOT)


def _token(world: World) -> str:
    """Nobody needs to sign in for it; asked anew, because other actors may have taken the contact out."""
    contact = playbooks.contact(world.find("playbook"), playbooks.content()["contacts"][1]["key"])
    subject = asked(CONTACT, contact.ref)
    assert subject is not None
    return token_of(subject)


def _number(world: World) -> PhoneNumber:
    ada = world.cast.ada
    return give_number(person=ada, kind=NumberKind.VOLUNTEERED, number="+49 40 5550 1", by=ada)


def _pack(world: World) -> OfflinePack:
    return playbooks.pack()


def _card(world: World) -> str:
    """Kept in a pack, so that nobody has to lay it out."""
    playbooks.pack("2026-01-06")
    return "card"


PACK_FETCHERS = only(Role.CRISIS_LEAD, Role.SYSTEM_ADMIN)
THINGS = {
    "offline_pack": _pack,
    "packed_file": lambda world: "sheet.pdf",
    "card_sheet": _card,
    "playbook": lambda world: playbooks.playbook(editor=world.cast.edda, approver=world.cast.falk),
    "playbook_holder": _holder,
    "playbook_contact": _contact,
    "playbook_slot": lambda world: FIRST_SLOT,
    "playbook_role": lambda world: "lead",
    "playbook_number": _number,
    "playbook_person": lambda world: world.cast.mara,
    "still_right_token": _token,
    "playbook_node": lambda world: playbooks.content()["nodes"][0]["key"],
    "playbook_outcome": lambda world: playbooks.content()["outcomes"][0]["key"],
}
SLUG = {"slug": "playbook.slug"}
ROUTES = {
    "playbooks:playbook-list": Access(get=SIGNED_IN),
    "playbooks:playbook-show": Access(get=SIGNED_IN, ids=SLUG),
    "playbooks:level-card": Access(get=SIGNED_IN, ids=SLUG),
    "playbooks:edition-show": Access(get=READERS_OF_OLD, ids={**SLUG, "number": "playbook.current.number"}),
    "playbooks:triage-start": Access(get=SIGNED_IN, ids=SLUG),
    "playbooks:triage-show": Access(get=SIGNED_IN, ids={**SLUG, "key": "playbook_node"}),
    "playbooks:people-show": Access(get=KEEPERS, ids=SLUG),
    "playbooks:people-ask": Access(post=KEEPERS, ids=SLUG),
    "playbooks:holder-name": Access(get=KEEPERS, post=KEEPERS, ids={**SLUG, "role": "playbook_role"}),
    "playbooks:holder-change": Access(post=KEEPERS, ids={"ref": "playbook_holder.ref"}),
    "playbooks:contact-edit": Access(get=KEEPERS, post=KEEPERS, ids={**SLUG, "key": "playbook_slot"}),
    "playbooks:contact-change": Access(post=KEEPERS, ids={"ref": "playbook_contact.ref"}),
    "playbooks:readiness": Access(get=KEEPERS),
    "playbooks:my-numbers": Access(get=SIGNED_IN, post=SIGNED_IN),
    "playbooks:number-remove": Access(post=ONLY_OWNER, ids={"ref": "playbook_number.ref"}),
    "playbooks:company-numbers": Access(
        get=HR_AND_ADMINS, post=HR_AND_ADMINS, ids={"ref": "playbook_person.ref"}
    ),
    "playbooks:still-right": Access(get=EVERYBODY, post=EVERYBODY, ids={"token": "still_right_token"}),
    "playbooks:outcome-show": Access(get=SIGNED_IN, ids={**SLUG, "key": "playbook_outcome"}),
    "playbooks:sheet-print": Access(get=SIGNED_IN, ids={**SLUG, "sheet": "card_sheet"}),
    "playbooks:pack-list": Access(get=PACK_FETCHERS),
    "playbooks:pack-make": Access(post=PACK_FETCHERS),
    "playbooks:pack-fetch": Access(get=PACK_FETCHERS, ids={"ref": "offline_pack.ref"}),
    "playbooks:pack-file": Access(get=PACK_FETCHERS, ids={"ref": "offline_pack.ref", "name": "packed_file"}),
}
