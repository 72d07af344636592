"""The printed phone tree."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from accounts.people.views.access import only_for
from guidelines.alarms.operations import note_tree_seen
from guidelines.alarms.permissions import sees_phone_tree
from guidelines.playbooks.calling import crisis_leads, trees


@only_for(sees_phone_tree)
@require_GET
def show_tree(request: HttpRequest) -> HttpResponse:
    """Names and numbers in the order of calling; every look is a row of the trail."""
    note_tree_seen(by=request.user)
    context = {
        "trees": trees(request.user, get_language() or ""),
        "crisis_leads": crisis_leads(),
        "made_at": timezone.localtime(),
    }
    return render(request, "alarms/tree.html", context)
