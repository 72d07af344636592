"""Notices of content on our channels: anybody here enters one, the register's people deal with it."""

from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.people.models import Employee
from accounts.people.views.access import only_for
from accounts.register.models import CorporateAccount
from accounts.register.permissions import works_here
from guidelines.moderation.board import page_of, rows_of
from guidelines.moderation.choices import NoticeState
from guidelines.moderation.forms import NoteForm, NoticeForm, VerdictForm
from guidelines.moderation.history import of_notice
from guidelines.moderation.models import Notice
from guidelines.moderation.operations import answer_notice, check_notice, decide_notice, enter_notice
from guidelines.moderation.permissions import (
    can_decide,
    can_handle,
    can_open,
    can_set_day,
    oversees_moderation,
)
from guidelines.moderation.views.acting import Step, carried_out, only_if, seen_by, take_step, way_out
from guidelines.moderation.views.cases import is_ref


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def tell(request: HttpRequest) -> HttpResponse:
    """Somebody told us about content on our channel."""
    start = {"received_on": timezone.localdate(), "account": _account(request)}
    form = NoticeForm(request.POST or None, person=request.user, initial=start)
    step = Step(
        _("Somebody told us about content on our channel"),
        _("Pass it on"),
        _("Thank you. The people of the register have been told and take it from here."),
        enter_notice,
        lambda sent: {
            "notice": _received(sent.instance, sent.cleaned_data["received_on"], request.user),
            "sender": sent.cleaned_data["sender"],
        },
        lead=_(
            "From the moment we are told, the company is liable for what stands on its channels. Please pass "
            "it on at once, whether or not you think they are right."
        ),
    )
    if request.method == "POST" and form.is_valid() and carried_out(request, form, step):
        return redirect(page_of(form.instance))
    context = {"form": form, "step": step, "back": way_out(request.user)}
    return render(request, "moderation/act.html", context, status=422 if form.errors else 200)


def _account(request: HttpRequest) -> int | None:
    ref = request.GET.get("account", "")
    accounts = CorporateAccount.objects.filter(ref=ref) if is_ref(ref) else CorporateAccount.objects.none()
    return accounts.values_list("pk", flat=True).first()


def _received(notice: Notice, day: date, person: Employee) -> Notice:
    """Today means now; of an earlier day only the day is known, and its morning is the safe side."""
    now = timezone.now()
    morning = datetime.combine(day, time(8), ZoneInfo(person.zone))
    notice.received_at = now if day == timezone.localdate() else min(now, morning)
    return notice


@only_for(works_here)
@require_GET
def show_notice(request: HttpRequest, ref: UUID) -> HttpResponse:
    notice = seen_by(request.user, Notice, ref)
    context = {
        "notice": notice,
        "oversees": oversees_moderation(request.user),
        "row": rows_of([notice])[0],
        "history": of_notice(notice),
        "cases": notice.cases.select_related("account__platform"),
        "may_handle": can_handle(request.user, notice),
        "may_decide": can_decide(request.user, notice),
        "may_set_day": can_set_day(request.user, notice),
        "may_open": can_open(request.user, notice.account),
    }
    return render(request, "moderation/notices/show.html", context)


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, ref: UUID) -> HttpResponse:
    notice = seen_by(request.user, Notice, ref)
    only_if(can_handle(request.user, notice) and notice.state == NoticeState.RECEIVED)
    form = NoteForm(
        request.POST or None,
        label=pgettext("notice", "What the check found"),
        help_text=_("What stands there, since when, and what speaks for and against the complaint."),
    )
    step = Step(
        _("Check the content"),
        pgettext("moderation", "Note it"),
        _("Noted. Now it is decided."),
        check_notice,
        lambda sent: {"notice": notice, "findings": sent.cleaned_data["text"]},
    )
    return take_step(request, notice, form, step)


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, ref: UUID) -> HttpResponse:
    notice = seen_by(request.user, Notice, ref)
    only_if(can_decide(request.user, notice) and notice.state == NoticeState.CHECKED)
    step = Step(
        _("Decide about the content"),
        pgettext("moderation", "Decide"),
        _("Decided. Now they are answered."),
        decide_notice,
        lambda form: {
            "notice": notice,
            "verdict": form.cleaned_data["verdict"],
            "reason": form.cleaned_data["reason"],
        },
        lead=_("If a post goes or somebody is banned, open a case as well: its author is heard and told."),
    )
    return take_step(request, notice, VerdictForm(request.POST or None), step)


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, ref: UUID) -> HttpResponse:
    notice = seen_by(request.user, Notice, ref)
    only_if(can_handle(request.user, notice) and notice.state == NoticeState.DECIDED)
    form = NoteForm(
        request.POST or None,
        label=pgettext("notice", "Answer"),
        help_text=_(
            "As it was sent: what was decided, why, and what they can do if they see it differently."
        ),
    )
    step = Step(
        _("Answer the notice"),
        _("The answer is sent"),
        _("Noted. The notice is answered."),
        answer_notice,
        lambda sent: {"notice": notice, "answer": sent.cleaned_data["text"]},
    )
    return take_step(request, notice, form, step)
