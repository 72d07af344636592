"""HR's way to a bundle of course certificates: choose, see how many, start."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from reports.exports.courses.forms import CourseSelectionForm
from reports.exports.courses.operations import start_course_export
from reports.exports.views import for_hr


@require_http_methods(["GET", "HEAD", "POST"])
@for_hr
def new_course_export(request: HttpRequest) -> HttpResponse:
    """Choose and count with GET, start with POST; both with the same fields."""
    given = request.POST if request.method == "POST" else request.GET
    form = CourseSelectionForm(given or None, language=request.user.language)
    if not given or not form.is_valid():
        status = 422 if given else 200
        return render(request, "exports/courses_new.html", {"form": form}, status=status)
    if request.method == "POST":
        export = start_course_export(selection=form.selection(), by=request.user)
        return redirect("exports:export-show", ref=export.ref)
    found = form.selection().within_reach_of(request.user).completions().count()
    return render(request, "exports/courses_new.html", {"form": form, "found": found, "is_chosen": True})
