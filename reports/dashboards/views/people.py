"""Everything about one person, and what HR does with their requests: each act a page of its own."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.people.models import Employee
from accounts.people.permissions import of_visible_people
from accounts.people.views.access import only_for
from guidelines.policies.choices import Method
from guidelines.policies.models import AcknowledgementRequest, Rendition
from guidelines.policies.operations import exempt, extend_deadline, record_paper
from portal.audit.rules import RuleBroken
from reports.dashboards.choices import Look
from reports.dashboards.forms import ExemptForm, ExtendForm, PaperForm
from reports.dashboards.history import audience_history, chapters_of, mails_to
from reports.dashboards.operations import note_look
from reports.dashboards.permissions import sees_people
from reports.dashboards.registry import parts_of_person
from reports.dashboards.reminding import why_not
from reports.dashboards.rules import PaperWaiting
from reports.dashboards.standing import standing_on
from reports.dashboards.titles import titles_of
from reports.dashboards.uploads import ScanHandler, with_scan
from reports.dashboards.views.requests import today_of
from reports.dashboards.wording import kind_in_words, obstacle_in_words
from reports.reminders.operations import remind_now

FACTS = ("department", "location", "entity", "manager")


@only_for(sees_people)
@require_GET
def show_person(request: HttpRequest, ref: UUID) -> HttpResponse:
    people = Employee.objects.visible_to(request.user).select_related(*FACTS)
    person = get_object_or_404(people, ref=ref)
    note_look(look=Look.PERSON, by=request.user, person=person)
    chapters = chapters_of(person, request.user.language, today_of(request))
    context = {
        "person": person,
        "open": [chapter for chapter in chapters if chapter.is_open],
        "closed": [chapter for chapter in chapters if not chapter.is_open],
        "entries": audience_history(person),
        "mails": [
            {
                "mail": mail,
                "tone": tone,
                "kind": kind_in_words(mail.kind),
                "why": obstacle_in_words(mail.error),
            }
            for mail, tone in mails_to(person)
        ],
        "parts": parts_of_person(request, person),
    }
    return render(request, "dashboards/hr/person.html", context)


@only_for(sees_people)
@require_http_methods(["GET", "POST"])
def exempt_person(request: HttpRequest, ref: UUID) -> HttpResponse:
    asked, form = _request(request, ref), ExemptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = _("%(name)s need not confirm this version.") % {"name": asked.employee.name}
        if _carried_out(request, form, exempt, done, request=asked, reason=form.cleaned_data["reason"]):
            return _back(asked)
    return _act(
        request, asked, form, title=_("Exempt from this version"), button=pgettext("action", "Exempt")
    )


@only_for(sees_people)
@require_http_methods(["GET", "POST"])
def extend_request(request: HttpRequest, ref: UUID) -> HttpResponse:
    asked, form = _request(request, ref), ExtendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = _("%(name)s has more time now.") % {"name": asked.employee.name}
        if _carried_out(request, form, extend_deadline, done, request=asked, **form.cleaned_data):
            return _back(asked)
    return _act(request, asked, form, title=_("Give more time"), button=_("Extend the deadline"))


@with_scan
@only_for(sees_people)
@require_http_methods(["GET", "POST"])
def record_sheet(request: HttpRequest, ref: UUID, uploads: ScanHandler) -> HttpResponse:
    """A signed sheet with its scan; it counts once a second person has compared the two (K8)."""
    asked = _request(request, ref)
    renditions = (
        Rendition.objects.filter(version=asked.version).select_related("version").order_by("language")
    )
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PaperForm(*posted, renditions=renditions, was_too_large=uploads.was_too_large)
    if posted and form.is_valid() and _recorded(request, asked, form):
        return _back(asked)
    return _act(
        request,
        asked,
        form,
        title=_("Record a confirmation on paper"),
        button=pgettext("action", "Record"),
        files=True,
    )


@only_for(sees_people)
@require_POST
def remind_person(request: HttpRequest, ref: UUID) -> HttpResponse:
    asked = _request(request, ref)
    if remind_now(requests=AcknowledgementRequest.objects.filter(pk=asked.pk), by=request.user):
        messages.success(
            request, _("The reminder to %(name)s is on its way.") % {"name": asked.employee.name}
        )
    else:
        messages.error(request, str(why_not(asked)))
    return _back(asked)


def _recorded(request: HttpRequest, asked: AcknowledgementRequest, form: PaperForm) -> bool:
    data = form.cleaned_data
    facts = {name: data[name] for name in ("rendition", "signed_on", "note")}
    facts |= {"method": Method(data["method"]), "scan": data["scan"].read(), "scan_name": data["scan"].name}
    done = _("The sheet is on record. It counts once a second person has confirmed it.")
    try:
        return _carried_out(request, form, record_paper, done, request=asked, **facts)
    except IntegrityError:
        # The database lets one paper wait per request, however many tabs are open.
        form.add_error(None, str(PaperWaiting.message))
        return False


def _carried_out(web: HttpRequest, form: Form, act: Any, done: str, **facts: Any) -> bool:
    """Do it, or put the reason of the refusal beside the form."""
    try:
        act(by=web.user, **facts)
    except RuleBroken as refusal:
        form.add_error(None, str(refusal.message))
        return False
    messages.success(web, done)
    return True


def _act(web: HttpRequest, asked: AcknowledgementRequest, form: Form, **words: Any) -> HttpResponse:
    context = {
        "asked": asked,
        "form": form,
        "title_of_text": titles_of([asked.version_id], web.user.language)[asked.version_id],
        "standing": standing_on(asked, today_of(web)),
        **words,
    }
    return render(web, "dashboards/hr/act.html", context, status=422 if form.errors else 200)


def _request(web: HttpRequest, ref: UUID) -> AcknowledgementRequest:
    related = ("employee__location", "employee__department", "version", "policy", "location")
    visible = AcknowledgementRequest.objects.filter(of_visible_people(web.user))
    return get_object_or_404(visible.select_related(*related), ref=ref)


def _back(asked: AcknowledgementRequest) -> HttpResponse:
    return redirect("dashboards:person-show", ref=asked.employee.ref)
