"""Changing what somebody knows who should not, step by step."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.people.views.access import attempt, only_for
from accounts.register.models import CorporateAccount
from accounts.register.permissions import answers_for, can_manage_register, works_here
from accounts.vault.choices import RotationCause, RotationState, StepKind
from accounts.vault.forms.acts import CheckForm, StepForm, WaiverForm
from accounts.vault.models import BreakGlass, Rotation
from accounts.vault.operations import (
    confirm_waiver,
    finish_step,
    let_go,
    mark_changed,
    plan_rotation,
    propose_waiver,
    take_over,
    verify_rotation,
)
from accounts.vault.operations.rotations import still_exposed
from accounts.vault.permissions import (
    can_check_rotation,
    can_confirm_waiver,
    can_rotate,
    can_suspect,
    oversees_vault,
)
from accounts.vault.steps import steps_of

PAGE = 50
ACTS = {
    "take": (take_over, gettext_lazy("It is yours now. Go through the steps one by one.")),
    "let-go": (let_go, gettext_lazy("Somebody else can take it over.")),
    "changed": (mark_changed, gettext_lazy("Changed. Somebody else checks it now.")),
    "confirm-waiver": (confirm_waiver, gettext_lazy("Waived for that time.")),
}


@only_for(oversees_vault)
@require_GET
def list_rotations(request: HttpRequest) -> HttpResponse:
    """What is to be changed, what is to be checked, which emergencies are to be reviewed."""
    unfinished = Rotation.objects.unfinished().with_parts().order_by("due_at")
    past = Rotation.objects.exclude(pk__in=unfinished.values("pk")).with_parts().order_by("-opened_at")
    emergencies = BreakGlass.objects.select_related("credential__account__platform", "person")
    context = {
        "unfinished": unfinished,
        "page": Paginator(past, PAGE).get_page(request.GET.get("page")),
        "query": {},
        "emergencies": emergencies.order_by("-used_at")[:PAGE],
        "now": timezone.now(),
    }
    return render(request, "vault/rotations/list.html", context)


@only_for(works_here)
@require_POST
def start(request: HttpRequest, ref: UUID) -> HttpResponse:
    """By plan, or because somebody fears that others know it."""
    account = get_object_or_404(CorporateAccount, ref=ref)
    if not can_suspect(request.user, account):
        raise Http404
    cause = RotationCause.SUSPICION if request.POST.get("cause") == "suspicion" else RotationCause.PLANNED
    done = _("The change is open. Owner, deputy and account admins have been told.")
    attempt(request, plan_rotation, done, account=account, cause=cause)
    return redirect("register:account-show", ref=ref)


@only_for(works_here)
@require_GET
def show_rotation(request: HttpRequest, ref: UUID) -> HttpResponse:
    rotation = _rotation(request, ref)
    person = request.user
    is_mine = rotation.taken_by_id == person.pk
    exposed = still_exposed(rotation)
    steps = steps_of(rotation)
    context = {
        "rotation": rotation,
        "steps": steps,
        "exposed": {item.pk for item in exposed},
        "items": rotation.items.select_related("credential"),
        "is_mine": is_mine,
        "is_open": rotation.state == RotationState.OPEN,
        "may_take": rotation.state == RotationState.OPEN
        and not is_mine
        and can_rotate(person, rotation.account),
        "may_overrule": can_manage_register(person),
        # One act stands out: what was not done yet, in the order in which it is done.
        "next_kind": next((step.kind for step in steps if not step.done_at), None),
        "is_ready": is_mine and not exposed and all(step.done_at for step in steps),
        "check": CheckForm()
        if rotation.state == RotationState.CHANGED and can_check_rotation(person, rotation)
        else None,
        "may_waive": rotation.state == RotationState.OPEN and answers_for(person, rotation.account),
        "may_confirm": rotation.waiver_by_id is not None
        and rotation.state == RotationState.OPEN
        and can_confirm_waiver(person, rotation),
    }
    return render(request, "vault/rotations/show.html", context)


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def do_step(request: HttpRequest, ref: UUID, kind: str) -> HttpResponse:
    rotation = _rotation(request, ref)
    step = next((one for one in steps_of(rotation) if one.kind == kind), None)
    if step is None or rotation.taken_by_id != request.user.pk:
        raise Http404
    form = StepForm(request.POST or None)
    sent = request.method == "POST" and form.is_valid()
    facts: dict[str, Any] = {"rotation": rotation, "kind": StepKind(kind)}
    if sent and attempt(request, finish_step, _("Noted."), **facts, **form.cleaned_data):
        return redirect("vault:rotation-show", ref=ref)
    context = {"rotation": rotation, "step": step, "form": form}
    context["may_overrule"] = can_manage_register(request.user)
    return render(request, "vault/rotations/step.html", context)


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def waive(request: HttpRequest, ref: UUID) -> HttpResponse:
    rotation = _rotation(request, ref)
    if not answers_for(request.user, rotation.account):
        raise Http404
    form = WaiverForm(request.POST or None)
    sent = request.method == "POST" and form.is_valid()
    done = _("Proposed. Somebody else has to confirm it.")
    if sent and attempt(request, propose_waiver, done, rotation=rotation, **form.cleaned_data):
        return redirect("vault:rotation-show", ref=ref)
    return render(request, "vault/rotations/step.html", {"rotation": rotation, "step": None, "form": form})


@only_for(works_here)
@require_POST
def act_on_rotation(request: HttpRequest, ref: UUID, act: str) -> HttpResponse:
    rotation = _rotation(request, ref)
    if act == "verify":
        facts = {"sessions_ended": request.POST.get("sessions_ended") == "on"}
        attempt(
            request,
            verify_rotation,
            _("Checked. The old secrets are worth nothing any more."),
            rotation=rotation,
            **facts,
        )
    elif act in ACTS:
        operation, done = ACTS[act]
        attempt(request, operation, done, rotation=rotation)
    else:
        raise Http404
    return redirect("vault:rotation-show", ref=ref)


def _rotation(request: HttpRequest, ref: UUID) -> Rotation:
    rotation = get_object_or_404(Rotation.objects.with_parts(), ref=ref)
    if not (oversees_vault(request.user) or can_rotate(request.user, rotation.account)):
        raise Http404
    return rotation
