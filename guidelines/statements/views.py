"""Drafting, approving, publishing: each step is one form, in the incident room or on the statement's page."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.people.models import Employee
from accounts.people.views.access import attempt, only_for
from guidelines.incidents.models import Incident
from guidelines.incidents.views.entering import carried_out, entered
from guidelines.playbooks.choices import TemplateKind
from guidelines.playbooks.structure import plan_of
from guidelines.statements import operations
from guidelines.statements.chain import is_expired
from guidelines.statements.filling import placeholders
from guidelines.statements.forms import OwnWordsForm, PlaceForm, PlaceholderForm, TextForm
from guidelines.statements.lifecycle import known_values
from guidelines.statements.models import Statement
from guidelines.statements.permissions import visible_statements
from guidelines.statements.room import REGION
from guidelines.statements.showing import Showing
from portal.audit.rules import RuleBroken
from portal.ui.registry import is_signed_in

NOTE_MAX = 5000


@only_for(is_signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Choose a template of the pinned playbook, or write."""
    incident = entered(request, ref=ref)
    is_own = request.method == "POST" and "template" not in request.POST
    form = OwnWordsForm(request.POST if is_own else None, initial={"language": request.user.language})
    if request.method == "POST":
        made = _begin(request, incident, form)
        if made is not None:
            return redirect("statements:statement-show", made.ref)
    context = {
        "incident": incident,
        "form": form,
        "languages": _templates(incident),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "statements/draft.html", context, status=status)


@only_for(is_signed_in)
@require_safe
def show(request: HttpRequest, ref: UUID) -> HttpResponse:
    """One statement: its words, who was asked, what comes next, how it came about."""
    statement = get_object_or_404(visible_statements(request.user).with_words(), ref=ref)
    shown = Showing(statement.incident, request.user).one(statement)
    context = {
        "incident": statement.incident,
        "shown": shown,
        "text_form": TextForm(initial={"text": shown.wording.text}),
        "place_form": PlaceForm(),
        "placeholder_form": PlaceholderForm(shown.to_fill) if shown.to_fill else None,
    }
    return render(request, "statements/show.html", context)


@only_for(is_signed_in)
@require_POST
def act(request: HttpRequest, ref: UUID, act: str) -> HttpResponse:
    """One step. `seen` is the number of the wording that was on the screen."""
    statement = get_object_or_404(visible_statements(request.user).select_related("incident"), ref=ref)
    if act not in ACTS:
        raise Http404
    carry_out, done = ACTS[act]
    facts = {"request": request, "statement": statement, "seen": _seen(request)}
    if request.POST.get("back") == "room":
        return carried_out(request, statement.incident, carry_out, done, region=REGION, **facts)
    attempt(request, carry_out, done, **facts)
    newest = statement.corrections.order_by("-pk").first() if act == "correct" else None
    return redirect("statements:statement-show", (newest or statement).ref)


def _seen(request: HttpRequest) -> int:
    """The number of the wording that was on the screen; 0, which none has, for anything else."""
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _begin(request: HttpRequest, incident: Incident, form: OwnWordsForm) -> Statement | None:
    """What was begun, or `None` with the reason on the form or as a message."""
    is_template = "template" in request.POST
    if not is_template and not form.is_valid():
        return None
    try:
        if is_template:
            return _from_template(request, incident)
        facts = {**form.cleaned_data, "kind": TemplateKind(form.cleaned_data["kind"])}
        return operations.draft_own(incident=incident, by=request.user, **facts)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.message))
        return None


def _from_template(request: HttpRequest, incident: Incident) -> Statement:
    language = request.POST.get("language", "")
    return operations.draft_from_template(
        incident=incident,
        template=request.POST["template"][:64],
        language=language,
        values=known_values(incident, language),
        by=request.user,
    )


def _templates(incident: Incident) -> list[dict[str, Any]]:
    """Every template of the pinned playbook in every language, with whether it has run out."""
    if incident.edition is None:
        return []
    today = timezone.localdate()
    return [
        {
            "language": text.language,
            "templates": [
                {"template": one, "kind": TemplateKind(one.kind).label, "is_expired": is_expired(one, today)}
                for one in plan_of(text.data).templates
            ],
        }
        for text in incident.edition.texts.order_by("language")
    ]


def _fill(*, request: HttpRequest, statement: Statement, seen: int, by: Employee) -> None:
    """Filled in, and handed in when nothing is left to fill."""
    wording = operations.fill_in(statement=statement, seen=seen, values=request.POST.dict(), by=by)
    if not placeholders(wording.text):
        operations.submit(statement=statement, seen=wording.number, by=by)


def _correct(*, request: HttpRequest, statement: Statement, seen: int, by: Employee) -> None:
    operations.correct(statement=statement, text=request.POST.get("text", ""), by=by)


def _withdraw(*, request: HttpRequest, statement: Statement, seen: int, by: Employee) -> None:
    operations.withdraw(statement=statement, note=request.POST.get("note", "")[:NOTE_MAX], by=by)


def _with(act: Callable[..., Any], *names: str) -> Callable[..., Any]:
    """The operation, with these fields of the form."""

    def carry_out(*, request: HttpRequest, **facts: Any) -> None:
        act(**{name: request.POST.get(name, "")[:NOTE_MAX] for name in names}, **facts)

    return carry_out


ACTS: dict[str, tuple[Callable[..., Any], Any]] = {
    "fill": (_fill, gettext_lazy("Filled in.")),
    "reword": (_with(operations.rewrite, "text"), gettext_lazy("The new text is there. It needs approval.")),
    "submit": (_with(operations.submit), gettext_lazy("Handed in.")),
    "approve": (_with(operations.approve), gettext_lazy("Approved.")),
    "send-back": (_with(operations.send_back, "note"), gettext_lazy("Sent back with your note.")),
    "waive": (_with(operations.waive, "note"), gettext_lazy("Noted. It goes on without this role.")),
    "published": (_with(operations.mark_published, "link"), gettext_lazy("Noted where it stands.")),
    "withdraw": (_withdraw, gettext_lazy("Withdrawn.")),
    "correct": (_correct, gettext_lazy("The correction is drafted. It needs approval.")),
}
