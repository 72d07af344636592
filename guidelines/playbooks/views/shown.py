"""How a playbook looks to whoever writes or approves it: all of its text, nobody's name."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from guidelines.editions.freezing import FrozenWork
from guidelines.editions.models import Wording
from guidelines.playbooks.presenting import presented
from guidelines.playbooks.structure import plan_of


def shown(request: HttpRequest, wording: Wording | FrozenWork) -> str:
    """The whole text as HTML."""
    context = {
        "title": wording.title,
        "summary": wording.summary,
        "language": wording.language,
        "shown": presented(plan_of(wording.data)),
    }
    return render_to_string("playbooks/shown.html", context, request=request)
