"""How loud it is: the whole picture, and figures that somebody notes."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.people.views.access import only_for
from guidelines.incidents.forms.records import FigureForm, PasteForm
from guidelines.incidents.models import Incident
from guidelines.incidents.operations.metrics import note_figures
from guidelines.incidents.permissions import may_enter_some
from guidelines.incidents.pictures import picture_of, samples_of
from guidelines.incidents.views.entering import carried_out, entered

SHOWN = 300


@only_for(may_enter_some)
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Picture and table; one figure, or many lines pasted from a table."""
    incident = entered(request, ref=ref)
    is_paste = request.POST.get("how") == "paste"
    one = FigureForm(request.POST if request.method == "POST" and not is_paste else None)
    many = PasteForm(request.POST if request.method == "POST" and is_paste else None)
    asked = many if is_paste else one
    if request.method == "POST" and asked.is_valid():
        samples = many.cleaned_data["lines"] if is_paste else [one.sample()]
        facts = {"incident": incident, "samples": samples, "region": "metrics"}
        return carried_out(request, incident, note_figures, _("The figures are noted."), **facts)
    return render(request, "incidents/metrics/show.html", _context(incident, one, many))


def _context(incident: Incident, one: FigureForm, many: PasteForm) -> dict[str, Any]:
    return {
        "incident": incident,
        "picture": picture_of(incident),
        "samples": samples_of(incident)[:SHOWN],
        "levels": incident.levels.select_related("declared_by").order_by("-pk")[:SHOWN],
        "one": one,
        "many": many,
    }
