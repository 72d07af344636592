from accounts.people.models import Employee
from guidelines.coach.content import COACH
from guidelines.coach.starter import starter_coach
from guidelines.editions.models import Work
from guidelines.editions.operations.starter import write_languages
from portal.audit.trail import operation


@operation
def load_starter_coach(*, by: Employee | None) -> list[Work]:
    """The drafts of all coach pages that ship, in both languages. Nothing is released."""
    return [
        write_languages(kind=COACH, slug=one.slug, contents=one.contents, by=by) for one in starter_coach()
    ]
