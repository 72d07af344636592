from accounts.people.choices import Role
from guidelines.editions import registry
from guidelines.editions.models import EditionProposal, Work
from tests.factories import editions
from tests.whole_house.access import Access, World, only

WRITERS = only(Role.EDITOR, Role.APPROVER)
APPROVERS = only(Role.APPROVER)


def _leaflet(world: World) -> Work:
    """Released, of the genre of the tests."""
    registry.genre(editions.LEAFLET)
    made = editions.work("safe-leaflet")
    editions.release(made, editor=world.cast.edda, approver=world.cast.falk)
    return made


def _proposal(world: World) -> EditionProposal:
    registry.genre(editions.LEAFLET)
    return editions.propose(editions.work("proposed-leaflet"), by=world.cast.edda)


THINGS = {
    "safe_leaflet": _leaflet,
    "leaflet_proposal": _proposal,
    "first_edition": lambda world: 1,
}
WORK = {"genre": "safe_leaflet.genre", "slug": "safe_leaflet.slug"}
PROPOSAL = {"ref": "leaflet_proposal.ref"}
ROUTES = {
    "editions:desk": Access(get=WRITERS),
    "editions:desk-work": Access(get=WRITERS, ids=WORK),
    "editions:edition-show": Access(get=WRITERS, ids={**WORK, "number": "first_edition"}),
    "editions:work-propose": Access(get=WRITERS, post=WRITERS, ids=WORK),
    "editions:desk-review": Access(post=WRITERS, ids=WORK),
    "editions:desk-retire": Access(post=APPROVERS, ids=WORK),
    "editions:proposal-show": Access(get=WRITERS, ids=PROPOSAL),
    "editions:proposal-decide": Access(post=APPROVERS, ids=PROPOSAL),
    "editions:proposal-withdraw": Access(post=WRITERS, ids=PROPOSAL),
}
