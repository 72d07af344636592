"""Who may enter a room, and what a reporter hears from inside."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.people.models import Employee
from accounts.people.views.access import only_for
from guidelines.incidents.forms.reports import AnswerForm
from guidelines.incidents.forms.work import WhoForm
from guidelines.incidents.models import Report
from guidelines.incidents.operations import answer_reporter, let_in, let_out
from guidelines.incidents.permissions import may_enter_some
from guidelines.incidents.reading import reports_of
from guidelines.incidents.views.entering import address_of, carried_out, entered, ref_of


@only_for(may_enter_some)
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Let somebody in: anybody who works here."""
    incident = entered(request, ref=ref)
    form = WhoForm(request.POST or None, incident=incident)
    if request.method == "POST" and form.is_valid():
        facts = {"incident": incident, "person": form.cleaned_data["who"], "region": "people"}
        return carried_out(request, incident, let_in, _("They can enter now."), **facts)
    context = {
        "incident": incident,
        "form": form,
        "heading": _("Let somebody in"),
        "lead": _("They see everything in this room, from the beginning."),
        "button": _("Let in"),
    }
    return render(request, "incidents/acts/form.html", context)


@only_for(may_enter_some)
@require_POST
def put_out(request: HttpRequest, ref: UUID) -> HttpResponse:
    incident = entered(request, ref=ref)
    person = Employee.objects.filter(ref=ref_of(request.POST.get("person"))).first()
    if person is None:
        messages.error(request, _("Please choose somebody."))
        return redirect(address_of(incident, "people"))
    done = _("They can no longer enter.")
    return carried_out(request, incident, let_out, done, incident=incident, person=person, region="people")


@only_for(may_enter_some)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Tell a reporter what became of it."""
    report = get_object_or_404(Report.objects.select_related("incident"), ref=ref)
    home = report.incident.duplicate_of_id or report.incident_id
    incident = entered(request, pk=home)
    if not reports_of(incident).filter(pk=report.pk).exists():
        raise Http404
    form = AnswerForm(request.POST or None, initial={"answer": report.answer})
    if request.method == "POST" and form.is_valid():
        facts = {"report": report, "region": "reports", **form.cleaned_data}
        return carried_out(request, incident, answer_reporter, _("The reporter can read it now."), **facts)
    context = {
        "incident": incident,
        "form": form,
        "report": report,
        "heading": _("Answer the reporter"),
        "button": _("Send the answer"),
    }
    return render(request, "incidents/acts/form.html", context)
