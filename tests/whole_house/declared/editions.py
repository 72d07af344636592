from accounts.people.choices import Role
from guidelines.editions.models import EditionProposal, Work
from tests.factories import editions, guides
from tests.whole_house.access import Access, World, only

WRITERS = only(Role.EDITOR, Role.APPROVER)
APPROVERS = only(Role.APPROVER)


def _guide(world: World) -> Work:
    return guides.release(world.cast, slug="desk-guide").work


def _proposal(world: World) -> EditionProposal:
    work = editions.work("proposed-guide", genre="guide")
    return editions.propose(work, by=world.cast.edda, texts=guides.pinned(guides.small(), "May we?"))


THINGS = {
    "desk_guide": _guide,
    "guide_proposal": _proposal,
    "first_edition": lambda world: 1,
}
WORK = {"genre": "desk_guide.genre", "slug": "desk_guide.slug"}
PROPOSAL = {"ref": "guide_proposal.ref"}
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
