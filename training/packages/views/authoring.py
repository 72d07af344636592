"""The authors' side: bring a package, look at it before it is released."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.imports.uploads import limited
from accounts.people.views.access import only_for
from portal.audit.rules import RuleBroken
from training.packages import operations
from training.packages.forms import PackageForm
from training.packages.models import Package
from training.packages.permissions import can_bring_packages, can_look_at_packages
from training.packages.rules import PackageRefused
from training.packages.views.framing import look_context, player_page


def _too_large(request: HttpRequest) -> HttpResponse:
    return only_for(can_bring_packages)(lambda request: _form(request, PackageForm.too_large(), 413))(request)


@limited(_too_large, most=lambda: settings.PACKAGE_MAX_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
@only_for(can_bring_packages)
def add_package(request: HttpRequest) -> HttpResponse:
    """Take a package in and propose it as a course; an approver releases it."""
    if request.method != "POST":
        return _form(request, PackageForm(), 200)
    form = PackageForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            package = operations.import_package(file=form.cleaned_data["file"].file, by=request.user)
            operations.propose_package(
                package=package,
                course=form.cleaned_data["course"],
                titles=form.titles(),
                summaries=form.summaries(),
                minutes=form.cleaned_data["minutes"],
                change=form.change(),
                by=request.user,
            )
        except RuleBroken as refusal:
            form.add_error("file" if isinstance(refusal, PackageRefused) else None, str(refusal.message))
        else:
            messages.success(request, gettext("The package was taken in and waits for an approver."))
            return redirect("packages:package-look", ref=package.ref)
    return _form(request, form, 422)


@require_GET
@only_for(can_look_at_packages)
def look_at_package(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Play a package without learning: nothing is stored of it."""
    package = get_object_or_404(Package, ref=ref)
    return player_page(request, "packages/package_look.html", look_context(package))


def _form(request: HttpRequest, form: PackageForm, status: int) -> HttpResponse:
    return render(request, "packages/package_add.html", {"form": form}, status=status)
