"""A decision is written down, or replaced by a later one."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.people.views.access import only_for
from guidelines.incidents.forms.records import DecisionForm
from guidelines.incidents.models import Decision, Incident
from guidelines.incidents.operations.decisions import decide
from guidelines.incidents.permissions import may_enter_some
from guidelines.incidents.views.entering import carried_out, entered


@only_for(may_enter_some)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, ref: UUID) -> HttpResponse:
    return _deciding(request, entered(request, ref=ref), None)


@only_for(may_enter_some)
@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Decide it anew; what was decided stays, marked as replaced."""
    earlier = get_object_or_404(Decision.objects.select_related("incident"), ref=ref)
    return _deciding(request, entered(request, ref=earlier.incident.ref), earlier)


def _deciding(request: HttpRequest, incident: Incident, earlier: Decision | None) -> HttpResponse:
    if not incident.is_open:
        raise Http404
    form = DecisionForm(request.POST or None, earlier=earlier)
    if request.method == "POST" and form.is_valid():
        facts = {"incident": incident, "replaces": earlier, "region": "decisions", **form.said()}
        return carried_out(request, incident, decide, _("The decision stands in the log."), **facts)
    context = {"incident": incident, "form": form, "earlier": earlier}
    return render(request, "incidents/decisions/add.html", context, status=422 if form.errors else 200)
