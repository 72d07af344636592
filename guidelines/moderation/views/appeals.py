"""Appeals, and bans as they stand on the platform."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from accounts.people.choices import Role
from accounts.people.permissions import has_role
from accounts.people.views.access import only_for
from accounts.register.permissions import works_here
from guidelines.moderation.board import page_of
from guidelines.moderation.forms import AppealForm, BanReviewForm, LiftForm
from guidelines.moderation.models import Appeal, Ban, ModerationCase
from guidelines.moderation.operations import decide_appeal, lift_ban, review_ban
from guidelines.moderation.permissions import can_decide, can_decide_appeal, can_handle
from guidelines.moderation.rules import DecidedByAnother
from guidelines.moderation.views.acting import Step, only_if, seen_by, take_step


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def show_appeal(request: HttpRequest, ref: UUID) -> HttpResponse:
    """What is contested and why; for whoever may decide it, the form."""
    appeal = get_object_or_404(Appeal.objects.with_parts(), ref=ref)
    case = seen_by(request.user, ModerationCase, appeal.decision.case.ref)
    is_open = appeal.decided_at is None
    may = is_open and can_decide_appeal(request.user, appeal)
    if request.method == "POST" and is_open and not may and not has_role(request.user, Role.LEGAL):
        raise PermissionDenied
    form = AppealForm(request.POST or None, language=request.user.language, is_criticism=case.is_criticism)
    words = getattr(appeal.decision, "words", None)
    context = {"case": case, "appeal": appeal, "words": words, "may": may}
    context["is_party"] = is_open and not may and has_role(request.user, Role.LEGAL)
    context["party_message"] = DecidedByAnother.message
    step = Step(
        pgettext("moderation", "Appeal"),
        _("Decide the appeal"),
        _("Decided. Please send the author the answer."),
        decide_appeal,
        lambda sent: {
            "appeal": appeal,
            "outcome": sent.cleaned_data["outcome"],
            "answer": sent.cleaned_data["answer"],
            "ruling": sent.new_ruling,
        },
        template="moderation/appeals/show.html",
        context=context,
    )
    if not is_open:
        shown = {"matter": case, "back": page_of(case), "form": None, "step": step, **context}
        return render(request, step.template, shown)
    return take_step(request, case, form, step)


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def lift(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Attest that a ban was lifted on the platform."""
    ban = get_object_or_404(Ban.objects.with_parts(), ref=ref)
    case = seen_by(request.user, ModerationCase, ban.decision.case.ref)
    only_if(can_handle(request.user, case))
    step = Step(
        _("Lift the ban"),
        _("The ban is lifted on the platform"),
        _("Noted. The author can take part again."),
        lift_ban,
        lambda form: {"ban": ban, "note": form.cleaned_data["note"]},
        lead=_("Take the author off the list of blocked accounts on the platform, then confirm it here."),
    )
    return take_step(request, case, LiftForm(request.POST or None), step)


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, ref: UUID) -> HttpResponse:
    """The yearly look at a ban for good."""
    ban = get_object_or_404(Ban.objects.with_parts(), ref=ref)
    case = seen_by(request.user, ModerationCase, ban.decision.case.ref)
    only_if(can_decide(request.user, case))
    step = Step(
        _("Look at the ban again"),
        pgettext("moderation", "Note it"),
        _("Noted."),
        review_ban,
        lambda form: {
            "ban": ban,
            "verdict": form.cleaned_data["verdict"],
            "reason": form.cleaned_data["reason"],
        },
        lead=_("Is it still needed? Has the author had the chance to come back? Would something milder do?"),
    )
    return take_step(request, case, BanReviewForm(request.POST or None), step)
