"""What a requirement would mean for people, said before it is made."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.people.models import Audience
from training.assignments.models import Assignment, Completion
from training.courses.models import Course


@dataclass(frozen=True)
class Forecast:
    """`people` would be held to the course; `proven` of them have proof of it that counts today, `owing` of
    them owe it for another reason already."""

    people: int
    proven: int
    owing: int


def forecast(course: Course, audience: Audience) -> Forecast:
    """Count as of now. Three queries."""
    members = audience.members.all()
    mine = {"course": course, "employee": OuterRef("employee")}
    proof = Completion.objects.valid_on(timezone.localdate()).filter(**mine)
    return Forecast(
        people=members.count(),
        proven=members.filter(Exists(proof)).count(),
        owing=members.filter(Exists(Assignment.objects.open().filter(**mine))).count(),
    )
