"""The readiness board: which playbook would let us down today, and why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.permissions import has_role
from accounts.people.views.access import only_for
from guidelines.playbooks.choices import Light
from guidelines.playbooks.judging import board
from guidelines.playbooks.models import Readiness
from guidelines.playbooks.permissions import can_keep_playbooks


@only_for(can_keep_playbooks)
@require_safe
def readiness(request: HttpRequest) -> HttpResponse:
    """Every playbook, the worst first."""
    return render(request, "playbooks/readiness.html", {"entries": board(request.user.language)})


def red_for(person: Employee) -> int:
    """How many playbooks are red, for crisis leads: one query, and none for anybody else."""
    if not has_role(person, Role.CRISIS_LEAD):
        return 0
    return Readiness.objects.filter(light=Light.RED, work__retired_at=None).count()
