"""What the incident room says about the time after: the review, and the dossier."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import pgettext_lazy

from guidelines.incidents.models import Incident
from guidelines.incidents.registry import RoomPart
from guidelines.reviews.choices import ActionState
from guidelines.reviews.models import Action, Review

REGION = "after"


def render_part(request: HttpRequest, incident: Incident) -> str:
    if incident.started_at is None:
        return ""
    review = Review.objects.filter(incident=incident).first()
    actions = Action.objects.filter(finding__review=review) if review else Action.objects.none()
    states = list(actions.values_list("state", flat=True))
    context = {
        "incident": incident,
        "review": review,
        "actions": len(states),
        "open_actions": states.count(ActionState.OPEN),
    }
    return render_to_string("reviews/room.html", context, request=request)


PART = RoomPart(REGION, pgettext_lazy("incident", "Afterwards"), 900, render_part)
