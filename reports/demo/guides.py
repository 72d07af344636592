"""What the demo company asks itself: decision guides, a checklist and the privacy coach, released by two."""

from typing import Any

from accounts.people.models import Employee
from guidelines.coach.operations import load_starter_coach
from guidelines.editions.operations.starter import release_drafts
from guidelines.guides.operations import load_starter_guides


def events() -> list[tuple[float, Any, tuple[Any, ...]]]:
    """In the shape of the story: days ago, act, arguments."""
    return [(20, release_guides, ())]


def release_guides() -> None:
    """Edda writes and proposes, Falk approves."""
    edda, falk = (Employee.objects.get(login_id=login_id) for login_id in ("edda", "falk"))
    for work in (*load_starter_guides(by=edda), *load_starter_coach(by=edda)):
        release_drafts(work=work, by=edda, approver=falk)
