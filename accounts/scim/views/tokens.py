"""The directory's page: its tokens, its groups, and who waits. For system admins."""

from uuid import UUID

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.people.permissions import require_recent
from accounts.people.views.access import attempt, only_for
from accounts.scim.forms import TokenForm
from accounts.scim.models import DirectoryGroup, DirectoryLeaving, ScimToken
from accounts.scim.operations.tokens import make_token, revoke_token
from accounts.scim.permissions import can_manage_tokens

GROUPS_SHOWN = 200


@only_for(can_manage_tokens)
@require_GET
def show_directory(request: HttpRequest) -> HttpResponse:
    return render(request, "scim/directory.html", _context(request))


@only_for(can_manage_tokens)
@require_http_methods(["GET", "POST"])
def add_token(request: HttpRequest) -> HttpResponse:
    """The secret is in this one answer and nowhere else."""
    require_recent(request)
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token, secret = make_token(by=request.user, **form.cleaned_data)
        return render(request, "scim/directory.html", _context(request, made=token, secret=secret))
    return render(request, "scim/token.html", {"form": form}, status=422 if form.is_bound else 200)


@only_for(can_manage_tokens)
@require_POST
def revoke(request: HttpRequest, ref: UUID) -> HttpResponse:
    require_recent(request)
    token = get_object_or_404(ScimToken, ref=ref)
    attempt(request, revoke_token, _("The token is revoked; it lets nobody in any more."), token=token)
    return redirect("scim:directory-show")


def _context(request: HttpRequest, **more: object) -> dict[str, object]:
    groups = DirectoryGroup.objects.annotate(count=Count("memberships")).order_by("name")
    return {
        "tokens": ScimToken.objects.select_related(
            "entity", "location", "made_by", "revoked_by"
        ).newest_first(),
        "groups": groups[:GROUPS_SHOWN],
        "waiting": DirectoryLeaving.objects.waiting().count(),
        "address": request.build_absolute_uri(reverse("scim:root")).rstrip("/"),
        **more,
    }
