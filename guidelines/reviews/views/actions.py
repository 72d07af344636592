"""What people were asked to do after an incident: theirs, and one of them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.people.views.access import attempt, only_for
from guidelines.incidents.permissions import can_enter
from guidelines.reviews.forms import SettleForm
from guidelines.reviews.models import Action
from guidelines.reviews.operations import settle_action
from guidelines.reviews.permissions import visible_actions
from portal.ui.registry import is_signed_in

LATELY = 20


@only_for(is_signed_in)
@require_safe
def list_actions(request: HttpRequest) -> HttpResponse:
    """One's own and those of incidents whose room one may enter; open ones first."""
    actions = visible_actions(request.user).select_related("owner", "finding__review__incident").distinct()
    context = {
        "open": actions.open().order_by("due_on", "pk"),
        "settled": actions.exclude(pk__in=Action.objects.open().values("pk")).order_by("-settled_at")[
            :LATELY
        ],
        "today": timezone.localdate(),
    }
    return render(request, "reviews/actions.html", context)


@only_for(is_signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def show_action(request: HttpRequest, ref: UUID) -> HttpResponse:
    """What is to be done, and saying that it is."""
    found = visible_actions(request.user).select_related(
        "owner", "settled_by", "finding__review__incident", "edition__work", "policy_version__policy"
    )
    action = get_object_or_404(found.distinct(), ref=ref)
    form = SettleForm(action, request.POST or None)
    if request.method == "POST" and form.is_valid():
        is_done = request.POST.get("outcome") != "dropped"
        done = _("Thank you. It is noted.") if is_done else _("Noted that it will not be done.")
        if attempt(request, settle_action, done, action=action, is_done=is_done, **form.cleaned_data):
            return redirect("reviews:action-show", ref)
    context = {
        "action": action,
        "form": form,
        "today": timezone.localdate(),
        "is_inside": can_enter(request.user, action.finding.review.incident),
    }
    return render(request, "reviews/action.html", context, status=422 if request.method == "POST" else 200)
