"""The first-run page, and the check of duties that need two people."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from accounts.people.forms import FirstRunForm, LocationFormSet
from accounts.people.operations.setup import AlreadySetUp, WrongSetupToken, is_set_up, set_up
from accounts.people.permissions import can_manage_organisation
from accounts.people.registry import two_person_duties
from accounts.people.views.access import only_for
from accounts.people.views.sign_in import enter
from portal.upkeep.registry import concerns


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def set_up_portal(request: HttpRequest) -> HttpResponse:
    """Company, locations and the first administrator, once, with the token from the console."""
    if is_set_up():
        messages.info(request, str(AlreadySetUp.message))
        return redirect("account_login")
    form = FirstRunForm(request.POST or None)
    places = LocationFormSet(request.POST or None, prefix="place")
    if request.method == "POST" and form.is_valid() and places.is_valid():
        try:
            admin = set_up(locations=_filled_in(places), **_facts(form))
        except WrongSetupToken as refusal:
            form.add_error("token", str(refusal.message))
        else:
            return enter(request, admin)
    return render(request, "people/setup/first_run.html", {"form": form, "places": places})


def _facts(form: FirstRunForm) -> dict[str, str]:
    wanted = ("token", "company", "default_language", "name", "email", "password")
    return {name: form.cleaned_data[name] for name in wanted}


def _filled_in(places: LocationFormSet) -> list[dict[str, str]]:
    return [form.cleaned_data for form in places if form.cleaned_data and form.has_changed()]


@only_for(can_manage_organisation)
@require_GET
def check_set_up(request: HttpRequest) -> HttpResponse:
    """Which duties need two people and have one or none, what cannot be done until then, and what will soon
    stop work."""
    rows = [
        {"duty": duty, "people": list(duty.holders().order_by("name")[:3]), "count": duty.holders().count()}
        for duty in two_person_duties()
    ]
    rows.sort(key=lambda row: (row["count"] > 1, str(row["duty"].title)))
    open_rows = [row for row in rows if row["count"] < 2]
    context = {"rows": rows, "open_count": len(open_rows), "concerns": concerns()}
    return render(request, "people/setup/check.html", context)
