"""What a departure means to playbooks: the number goes, the role is vacant, the light is red."""

from django.db.models import QuerySet
from django.utils import timezone

from accounts.people.choices import LifecycleEvent
from accounts.people.models import Employee
from guidelines.editions.models import Edition, Work
from guidelines.playbooks.choices import Light
from guidelines.playbooks.judging import look_again
from guidelines.playbooks.models import Readiness
from guidelines.playbooks.operations.numbers import forget_numbers
from guidelines.playbooks.reading import GENRE


def something_happened(person: Employee, event: LifecycleEvent) -> None:
    something_happened_to_many(Employee.objects.filter(pk=person.pk), event)


def something_happened_to_many(people: QuerySet[Employee], event: LifecycleEvent) -> None:
    """A holder who leaves makes every playbook red that names them; what it is exactly says the board."""
    if event != LifecycleEvent.LEFT:
        return
    forget_numbers(people=people)
    works = Work.objects.filter(holders__person__in=people.values("pk"), retired_at=None).distinct()
    now = timezone.now()
    Readiness.objects.bulk_create(
        [Readiness(work=work, light=Light.RED, judged_at=now) for work in works],
        update_conflicts=True,
        unique_fields=["work"],
        update_fields=["light", "judged_at"],
    )


def edition_released(edition: Edition) -> None:
    if edition.work.genre == GENRE:
        look_again(edition.work)
