"""One form, one operation, one page: what the steps of the register have in common."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.people.models import Employee
from guidelines.moderation.board import page_of
from guidelines.moderation.models import Matter
from guidelines.moderation.permissions import can_see, oversees_moderation
from portal.audit.rules import NotPermitted, RuleBroken


@dataclass(frozen=True)
class Step:
    """A page with one form. `tell` says a refusal where it is mended; `facts(form)` is what the operation is
    given besides `by`; `copy` is a text to take along."""

    title: Any
    button: Any
    done: Any
    act: Callable[..., Any]
    facts: Callable[[Any], Mapping[str, Any]]
    lead: Any = ""
    copy: str = ""
    template: str = "moderation/act.html"
    context: Mapping[str, Any] = field(default_factory=dict)


def take_step(request: HttpRequest, matter: Matter, form: BaseForm, step: Step) -> HttpResponse:
    """Show the form, or carry the step out and lead back to the matter."""
    if request.method == "POST" and form.is_valid() and carried_out(request, form, step):
        return redirect(page_of(matter))
    context = {"matter": matter, "back": page_of(matter), "form": form, "step": step, **step.context}
    status = 422 if form.errors else 200
    return render(request, step.template, context, status=status)


def carried_out(request: HttpRequest, form: Any, step: Step) -> bool:
    try:
        step.act(by=request.user, **step.facts(form))
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal.message)) from refusal
    except RuleBroken as refusal:
        say = getattr(form, "say", lambda told: form.add_error(None, str(told.message)))
        say(refusal)
        return False
    messages.success(request, str(step.done))
    return True


def way_out(person: Employee) -> str:
    """Where somebody goes who enters nothing after all: the register, or what everybody may read."""
    return reverse("moderation:board" if oversees_moderation(person) else "moderation:rule-list")


def seen_by(person: Employee, model: type[Matter], ref: UUID) -> Any:
    """The matter, for whom it may concern."""
    matter = get_object_or_404(model._default_manager.with_parts(), ref=ref)
    if not can_see(person, matter):
        raise Http404
    return matter


def only_if(allowed: bool) -> None:
    """404 for whom a page is not meant."""
    if not allowed:
        raise Http404
