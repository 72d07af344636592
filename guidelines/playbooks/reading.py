"""Which playbook, in which words, and who stands behind it: what other rooms ask this one."""

from collections.abc import Iterable, Sequence

from accounts.people.models import Employee
from guidelines.editions.models import Edition, Work
from guidelines.editions.reading import text_for
from guidelines.playbooks.choices import Trouble
from guidelines.playbooks.models import PhoneNumber, RoleHolder
from guidelines.playbooks.standing import standby_of
from guidelines.playbooks.structure import Plan, plan_of

GENRE = "playbook"


def plan_for(edition: Edition, language: str) -> Plan:
    """The plan of an edition in `language`, else in the authoritative one."""
    return plan_of(text_for(edition, language).data)


def playbooks() -> Sequence[Work]:
    """Every playbook in force, with its edition and texts, by slug."""
    return list(Work.objects.of_genre(GENRE).in_force().with_texts().order_by("slug"))


def playbook_for(trouble: str) -> Work | None:
    """The playbook in force that names `trouble`, else the one that is for everything else."""
    found = {}
    for work in playbooks():
        assert work.current is not None
        for one in plan_for(work.current, work.current.authoritative_language).troubles:
            found.setdefault(one, work)
    return found.get(trouble) or found.get(Trouble.OTHER)


def holders_of(work: Work, role: str) -> list[Employee]:
    """Who can take `role` today: the holder, then the deputies in order, whoever is away last.

    Leavers and the suspended are not among them."""
    rows = list(RoleHolder.objects.filter(work=work, role=role).who_can_act().in_order())
    people = standby_of(rows, {})
    return [one.person for one in sorted(people, key=lambda one: one.is_away)]


def numbers_of(people: Iterable[Employee]) -> dict[int, list[PhoneNumber]]:
    """The phone numbers of `people` by primary key, company phones first."""
    found: dict[int, list[PhoneNumber]] = {}
    for number in PhoneNumber.objects.filter(person__in=[one.pk for one in people]).order_by("kind", "pk"):
        found.setdefault(number.person_id, []).append(number)
    return found
