from accounts.people.choices import Role
from guidelines.editions.models import Work
from tests.factories import guides
from tests.whole_house.access import SIGNED_IN, Access, World, only

WRITERS = only(Role.EDITOR, Role.APPROVER)


def _guide(world: World) -> Work:
    """Released: everybody may ask, whatever they still have to confirm (K12)."""
    return guides.release(world.cast, slug="safe-guide").work


def _checklist(world: World) -> Work:
    content = guides.checklist()
    return guides.release(world.cast, content, slug="safe-checklist", genre="checklist", title="Eight").work


def _coach(world: World) -> Work:
    content = guides.coaching()
    return guides.release(world.cast, content, slug="safe-coach", genre="coach", title="LinkedIn").work


THINGS = {
    "safe_guide": _guide,
    "safe_checklist": _checklist,
    "safe_coach": _coach,
    "walked_edition": lambda world: 1,
}
GUIDE = {"slug": "safe_guide.slug"}
EDITION = {**GUIDE, "number": "walked_edition"}
ROUTES = {
    "guides:guide-list": Access(get=SIGNED_IN),
    "guides:guide-show": Access(get=SIGNED_IN, ids=GUIDE),
    "guides:guide-figures": Access(get=WRITERS, ids=GUIDE),
    "guides:guide-walk": Access(get=SIGNED_IN, ids=EDITION),
    "guides:guide-whole": Access(get=SIGNED_IN, ids=EDITION),
    "guides:checklist-show": Access(get=SIGNED_IN, ids={"slug": "safe_checklist.slug"}),
    "coach:platform-list": Access(get=SIGNED_IN),
    "coach:platform-show": Access(get=SIGNED_IN, ids={"slug": "safe_coach.slug"}),
}
