"""Phone numbers: one's own, and company phones that others enter."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.people.models import Employee
from accounts.people.views.access import attempt
from guidelines.playbooks.choices import NumberKind
from guidelines.playbooks.forms import CompanyNumberForm, NumberForm
from guidelines.playbooks.models import PhoneNumber
from guidelines.playbooks.operations.numbers import give_number, remove_number
from guidelines.playbooks.permissions import can_enter_company_number


@sensitive_post_parameters("number")
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def my_numbers(request: HttpRequest) -> HttpResponse:
    """Give a number, or take it back in one click."""
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = _("The number has been saved.")
        if attempt(request, give_number, said, person=request.user, **form.cleaned_data):
            return redirect("playbooks:my-numbers")
    numbers = PhoneNumber.objects.filter(person=request.user).order_by("given_at")
    return render(request, "playbooks/my_numbers.html", {"form": form, "numbers": numbers})


@require_POST
@login_required
@never_cache
def number_remove(request: HttpRequest, ref: UUID) -> HttpResponse:
    number = get_object_or_404(PhoneNumber.objects.select_related("person__department"), ref=ref)
    is_own = number.person_id == request.user.pk
    is_company = number.kind == NumberKind.COMPANY
    if not is_own and not (is_company and can_enter_company_number(request.user, number.person)):
        raise Http404
    attempt(request, remove_number, _("The number has been removed."), number=number)
    return (
        redirect("playbooks:my-numbers")
        if is_own
        else redirect("playbooks:company-numbers", number.person.ref)
    )


@sensitive_post_parameters("number")
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def company_numbers(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Somebody's company phones, for whoever keeps their record; what they gave freely is not shown here."""
    person = get_object_or_404(Employee.objects.select_related("department"), ref=ref)
    if not can_enter_company_number(request.user, person):
        raise PermissionDenied
    form = CompanyNumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = {"person": person, "kind": NumberKind.COMPANY, "number": form.cleaned_data["number"]}
        if attempt(request, give_number, _("The number has been saved."), **facts):
            return redirect("playbooks:company-numbers", ref)
    numbers = PhoneNumber.objects.filter(person=person, kind=NumberKind.COMPANY).order_by("given_at")
    context = {"person": person, "form": form, "numbers": numbers}
    return render(request, "playbooks/company_numbers.html", context)
