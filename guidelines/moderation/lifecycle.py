"""What happens to people, as far as moderation stands on them."""

from django.db.models import QuerySet

from accounts.people.choices import LifecycleEvent
from accounts.people.models import Employee
from guidelines.moderation.operations.cases import let_go_of_leavers


def something_happened(person: Employee, event: LifecycleEvent) -> None:
    """What a leaver looked after is everybody's again; reminders go to who is left."""
    something_happened_to_many(Employee.objects.filter(pk=person.pk), event)


def something_happened_to_many(people: QuerySet[Employee], event: LifecycleEvent) -> None:
    if event == LifecycleEvent.LEFT:
        let_go_of_leavers(people=people)
