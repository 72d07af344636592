from collections.abc import Callable
from typing import Any

from accounts.people.choices import Role
from tests.factories import training
from tests.whole_house.access import ONLY_OWNER, Access, World, only
from training.assignments.models import Completion

HR = only(Role.HR)


def _completion(world: World) -> Completion:
    return training.do(world.cast.ada, training.course(by=world.cast.edda))[0]


THINGS: dict[str, Callable[[Any], Any]] = {
    "completion": _completion,
}
ROUTES: dict[str, Access] = {
    "assignments:certificate-download": Access(get=ONLY_OWNER | HR, ids={"ref": "completion.ref"}),
}
