"""Reviews on portals: entered, notified to the operator, reminded, closed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.people.views.access import only_for
from accounts.register.permissions import works_here
from guidelines.moderation.board import page_of, rows_of
from guidelines.moderation.choices import ReviewState
from guidelines.moderation.forms import RemindForm, ReviewForm, ReviewOutcomeForm, SendForm
from guidelines.moderation.history import of_review
from guidelines.moderation.house_rules import notice_templates
from guidelines.moderation.models import ReviewCase
from guidelines.moderation.operations import close_review, open_review, remind_operator, send_notice
from guidelines.moderation.permissions import can_handle, can_set_day, keeps_register, oversees_moderation
from guidelines.moderation.views.acting import Step, carried_out, only_if, seen_by, take_step, way_out
from guidelines.moderation.wording import filled_in


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def add_review(request: HttpRequest) -> HttpResponse:
    form = ReviewForm(request.POST or None, person=request.user)
    only_if(keeps_register(request.user) or form.fields["account"].queryset.exists())
    step = Step(
        _("Enter a review on a portal"),
        _("Enter the review"),
        _("The review is on the register. Now write to the operator."),
        open_review,
        lambda sent: {"review": sent.instance, "reviewer": sent.cleaned_data["reviewer"]},
        lead=_(
            "A factual review may stand, also a bad one. The operator has to check one that is untrue or "
            "insulting as soon as we say in detail why."
        ),
    )
    if request.method == "POST" and form.is_valid() and carried_out(request, form, step):
        return redirect(page_of(form.instance))
    context = {"form": form, "step": step, "back": way_out(request.user)}
    return render(request, "moderation/act.html", context, status=422 if form.errors else 200)


@only_for(works_here)
@require_GET
def show_review(request: HttpRequest, ref: UUID) -> HttpResponse:
    review = seen_by(request.user, ReviewCase, ref)
    context = {
        "review": review,
        "oversees": oversees_moderation(request.user),
        "row": rows_of([review])[0],
        "history": of_review(review),
        "may_set_day": can_set_day(request.user, review),
        "may_handle": can_handle(request.user, review) and review.state != ReviewState.CLOSED,
    }
    return render(request, "moderation/reviews/show.html", context)


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Write to the operator, from a template of a playbook if there is one."""
    review = seen_by(request.user, ReviewCase, ref)
    only_if(can_handle(request.user, review))
    templates = notice_templates(request.user.language)
    chosen = _number(request.GET.get("template", "0"), len(templates))
    start = templates[chosen][1].text if templates else ""
    form = SendForm(request.POST or None, initial={"notice": review.notice or filled_in(start, review)})
    step = Step(
        _("Write to the operator"),
        _("The notice is sent"),
        _("Noted. You are reminded when the operator lets the deadline pass."),
        send_notice,
        lambda sent: {"review": review, **sent.cleaned_data},
        lead=_(
            "Send it over the portal’s own form if there is one, then note here what was sent and to whom."
        ),
        template="moderation/reviews/send.html",
        context={"templates": [(place, *one) for place, one in enumerate(templates)], "chosen": chosen},
    )
    return take_step(request, review, form, step)


def _number(text: str, limit: int) -> int:
    """Which template; anything odd means the first."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 and int(text) < limit else 0


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def remind(request: HttpRequest, ref: UUID) -> HttpResponse:
    review = seen_by(request.user, ReviewCase, ref)
    only_if(can_handle(request.user, review) and review.state == ReviewState.SENT)
    step = Step(
        _("Remind the operator"),
        _("The operator has been reminded"),
        _("Noted."),
        remind_operator,
        lambda form: {"review": review, "until": form.cleaned_data["until"]},
        copy=review.notice,
    )
    return take_step(request, review, RemindForm(request.POST or None), step)


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, ref: UUID) -> HttpResponse:
    review = seen_by(request.user, ReviewCase, ref)
    only_if(can_handle(request.user, review) and review.state != ReviewState.CLOSED)
    step = Step(
        _("What became of it"),
        pgettext("moderation", "Close it"),
        _("Closed."),
        close_review,
        lambda form: {"review": review, **form.cleaned_data},
    )
    return take_step(request, review, ReviewOutcomeForm(request.POST or None), step)
