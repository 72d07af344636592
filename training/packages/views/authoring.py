"""The authors' side: bring a package, look at it before it is released."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import F
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.imports.uploads import limited
from accounts.people.views.access import only_for
from portal.audit.rules import RuleBroken
from training.courses.choices import CourseKind
from training.courses.models import CourseText
from training.courses.permissions import can_write_courses
from training.packages import operations
from training.packages.exporting import file_name, practice_package
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
        return _form(request, PackageForm(initial={"course": request.GET.get("course", "")}), 200)
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


@require_POST
@only_for(can_write_courses)
def export_course(request: HttpRequest, slug: str, language: str) -> HttpResponseBase:
    """A course of ours for practice elsewhere: without answers, and no proof comes of it."""
    released = CourseText.objects.filter(
        version__course__slug=slug, version__course__kind=CourseKind.OWN, version__course__retired_at=None
    )
    texts = released.filter(version__course__current=F("version")).select_related("version__course")
    text = get_object_or_404(texts, language=language)
    package = practice_package(text, by=request.user)
    operations.note_export(text=text, by=request.user)
    return FileResponse(package, as_attachment=True, filename=file_name(text), content_type="application/zip")


def _form(request: HttpRequest, form: PackageForm, status: int) -> HttpResponse:
    return render(request, "packages/package_add.html", {"form": form}, status=status)
