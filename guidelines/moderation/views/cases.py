"""A case from the post to the decision, and what follows from it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.people.models import Employee
from accounts.people.views.access import only_for
from accounts.register.models import CorporateAccount
from accounts.register.permissions import works_here
from guidelines.incidents.models import Incident
from guidelines.incidents.permissions import can_enter
from guidelines.incidents.views.entering import address_of
from guidelines.moderation.board import page_of, rows_of
from guidelines.moderation.choices import BURDENS, UNDECIDED
from guidelines.moderation.forms import (
    CaseForm,
    DecisionForm,
    GroundsForm,
    HearingForm,
    NoteForm,
    ToldForm,
)
from guidelines.moderation.history import of_case
from guidelines.moderation.models import Appeal, Ban, Hearing, ModerationCase, ModerationDecision, Notice
from guidelines.moderation.operations import (
    ask_author,
    decide_case,
    note_answer,
    note_told,
    open_case,
    receive_appeal,
)
from guidelines.moderation.operations.cases import waiting_hearing
from guidelines.moderation.permissions import (
    can_add_file,
    can_decide,
    can_handle,
    can_see,
    can_set_day,
    keeps_register,
    oversees_moderation,
)
from guidelines.moderation.views.acting import Step, carried_out, only_if, seen_by, take_step, way_out
from guidelines.moderation.wording import hearing_to_author


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def add_case(request: HttpRequest) -> HttpResponse:
    """For whoever works on a channel; `account`, `notice` and `incident` in the address fill the form."""
    case = ModerationCase(notice=_notice(request))
    form = CaseForm(
        request.POST or None, person=request.user, instance=case, initial=_beginning(request, case.notice)
    )
    only_if(keeps_register(request.user) or form.fields["account"].queryset.exists())
    step = Step(
        _("Open a case"),
        _("Open the case"),
        _("The case is open."),
        open_case,
        lambda sent: {"case": sent.instance, "author": sent.cleaned_data["author"]},
        lead=_("Write down as little as is needed. What you enter here is deleted on the case’s date."),
    )
    if request.method == "POST" and form.is_valid() and carried_out(request, form, step):
        return redirect(page_of(form.instance))
    context = {"form": form, "step": step, "back": way_out(request.user)}
    return render(request, "moderation/act.html", context, status=422 if form.errors else 200)


def _notice(request: HttpRequest) -> Notice | None:
    ref = request.GET.get("notice", "")
    found = Notice.objects.filter(ref=ref).first() if is_ref(ref) else None
    return found if found and can_see(request.user, found) else None


def _beginning(request: HttpRequest, notice: Notice | None) -> dict[str, Any]:
    start: dict[str, Any] = {"language": request.user.language}
    if notice:
        start |= {"account": notice.account_id, "channel": notice.channel, "link": notice.link}
        start["incident"] = notice.incident_id
    for name, model in (("account", CorporateAccount), ("incident", Incident)):
        ref = request.GET.get(name, "")
        if is_ref(ref):
            start[name] = model.objects.filter(ref=ref).values_list("pk", flat=True).first()
    return start


def is_ref(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


@only_for(works_here)
@require_GET
def show_case(request: HttpRequest, ref: UUID) -> HttpResponse:
    case = seen_by(request.user, ModerationCase, ref)
    decisions = list(case.decisions.select_related("words", "decided_by").order_by("number"))
    last = decisions[-1] if decisions else None
    words = getattr(last, "words", None)
    appeal = Appeal.objects.waiting().filter(decision__case=case).first()
    hearing = waiting_hearing(case)
    others = case.author and case.author.pseudonym
    context = {
        "case": case,
        "oversees": oversees_moderation(request.user),
        "row": rows_of([case])[0],
        "decision": last,
        "words": words,
        "bans": Ban.objects.running().filter(decision__case=case).select_related("decision"),
        "appeal": appeal,
        "hearing": hearing,
        "hearing_text": hearing_to_author(case, hearing) if hearing else "",
        "history": of_case(case),
        "same_author": ModerationCase.objects.by_author(others).count() - 1 if others else 0,
        "may_decide": can_decide(request.user, case) and appeal is None,
        "may_handle": can_handle(request.user, case),
        "may_set_day": can_set_day(request.user, case),
        **_files(request.user, case),
        "may_appeal": last is not None and last.measure in BURDENS and appeal is None,
        "is_undecided": case.state in UNDECIDED,
        "first_act": _first_act(request.user, case, hearing),
        "is_told_missing": bool(words and words.notice and words.told_at is None),
    }
    return render(request, "moderation/cases/show.html", context)


def _first_act(person: Employee, case: ModerationCase, hearing: Hearing | None) -> str:
    """What stands out while nothing is decided: the author is heard first, unless their time is over."""
    may_handle = can_handle(person, case)
    if hearing and may_handle and (hearing.until > timezone.now() or not can_decide(person, case)):
        return "answer"
    return "hear" if may_handle and not case.hearings.exists() else "decide"


def _files(person: Employee, case: ModerationCase) -> dict[str, Any]:
    in_room = case.incident is not None and can_enter(person, case.incident)
    return {
        "files": case.files.select_related("added_by").defer("sealed_key"),
        "may_add_file": can_add_file(person, case),
        "room": address_of(case.incident, "evidence") if in_room else "",
    }


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def hear(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Ask the author, by a text to copy, and until when."""
    case = seen_by(request.user, ModerationCase, ref)
    only_if(can_handle(request.user, case) and case.state in UNDECIDED)
    step = Step(
        _("Hear the author"),
        _("The author has been asked"),
        _("Noted. The case waits for the answer until then."),
        ask_author,
        lambda form: {"case": case, "until": form.cleaned_data["until"]},
        lead=_("Send the author this text on the platform, then note until when they can answer."),
        copy=hearing_to_author(case),
    )
    return take_step(request, case, HearingForm(request.POST or None, person=request.user), step)


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, ref: UUID) -> HttpResponse:
    case = seen_by(request.user, ModerationCase, ref)
    only_if(can_handle(request.user, case))
    form = NoteForm(request.POST or None, label=_("What the author answered"))
    step = Step(
        _("Answer of the author"),
        pgettext("moderation", "Note it"),
        _("Noted. Now it can be decided."),
        note_answer,
        lambda sent: {"case": case, "answer": sent.cleaned_data["text"]},
    )
    return take_step(request, case, form, step)


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, ref: UUID) -> HttpResponse:
    case = seen_by(request.user, ModerationCase, ref)
    only_if(can_decide(request.user, case))
    form = DecisionForm(
        request.POST or None,
        language=request.user.language,
        is_criticism=case.is_criticism,
        initial={"seen": case.decisions.count()},
    )
    step = Step(
        pgettext("moderation", "Decide"),
        pgettext("moderation", "Decide"),
        _("Decided."),
        decide_case,
        lambda sent: {"case": case, "ruling": sent.ruling(), "seen": sent.cleaned_data["seen"]},
        template="moderation/cases/decide.html",
        context={"case": case, "hearing": case.hearings.order_by("pk").last(), "now": timezone.now()},
    )
    return take_step(request, case, form, step)


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def told(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Attest that the author has the notice."""
    decision = get_object_or_404(ModerationDecision.objects.select_related("words"), ref=ref)
    case = seen_by(request.user, ModerationCase, decision.case.ref)
    only_if(can_handle(request.user, case))
    words = getattr(decision, "words", None)
    step = Step(
        _("Tell the author"),
        pgettext("moderation", "The author has been told"),
        _("Noted."),
        note_told,
        lambda form: {"decision": decision, "how": form.cleaned_data["how"]},
        lead=_("Send the author this text, then confirm it here."),
        copy=words.notice if words else "",
    )
    return take_step(request, case, ToldForm(request.POST or None), step)


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def appeal(request: HttpRequest, ref: UUID) -> HttpResponse:
    """The author objects."""
    case = seen_by(request.user, ModerationCase, ref)
    only_if(can_handle(request.user, case))
    step = Step(
        _("The author objects"),
        _("Note the appeal"),
        _("Noted. Somebody who has decided nothing in this case has been asked to decide."),
        receive_appeal,
        lambda form: {"case": case, "grounds": form.cleaned_data["grounds"]},
        lead=_("Any message that asks for another decision counts; it needs no form and no reason."),
    )
    return take_step(request, case, GroundsForm(request.POST or None), step)
