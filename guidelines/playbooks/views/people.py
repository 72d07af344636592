"""Who stands behind a playbook: roles, deputies and contacts, apart from its text."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.people.models import Employee
from accounts.people.views.access import attempt, only_for
from guidelines.editions.models import Work
from guidelines.playbooks.forms import ContactForm
from guidelines.playbooks.models import Contact, RoleHolder
from guidelines.playbooks.operations.asking import ask_now
from guidelines.playbooks.operations.contacts import confirm_contact, remove_contact, set_contact
from guidelines.playbooks.operations.holders import move_holder, name_holder, remove_holder
from guidelines.playbooks.permissions import can_keep_playbooks
from guidelines.playbooks.standing import holders, slots, staffed
from guidelines.playbooks.views.reading import head, work_in_force

MOST_FOUND = 20
FEWEST_LETTERS = 2


@only_for(can_keep_playbooks)
@require_safe
def people_show(request: HttpRequest, slug: str) -> HttpResponse:
    """Every role and slot, with who is named."""
    work, context = _head(request, slug)
    plan = context["shown"].plan
    context |= {"roles": staffed(plan, holders(work), {}), "contacts": slots(plan, work)}
    return render(request, "playbooks/people.html", context)


@only_for(can_keep_playbooks)
@require_http_methods(["GET", "HEAD", "POST"])
def holder_name(request: HttpRequest, slug: str, role: str) -> HttpResponse:
    """Search the directory by name and name somebody."""
    work, context = _head(request, slug)
    wanted = context["shown"].plan.role(role)
    if wanted is None:
        raise Http404
    if request.method == "POST":
        person = Employee.objects.filter(ref=_ref(request.POST.get("person", ""))).first()
        if person is None:
            messages.error(request, _("Please choose somebody."))
            return redirect("playbooks:holder-name", slug, role)
        done = _("%(name)s is named.") % {"name": person.name}
        attempt(request, name_holder, done, work=work, role=role, person=person)
        return redirect("playbooks:people-show", slug)
    query = request.GET.get("q", "").strip()
    found = _found(work, role, query)
    context |= {"role": wanted, "query": query, "found": found, "most": MOST_FOUND}
    return render(request, "playbooks/holder_name.html", context)


@only_for(can_keep_playbooks)
@require_POST
def holder_change(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Up, down, or away."""
    holder = get_object_or_404(RoleHolder.objects.select_related("work", "person"), ref=ref)
    act = request.POST.get("act")
    if act == "remove":
        attempt(request, remove_holder, _("The name has been taken out."), holder=holder)
    elif act in ("up", "down"):
        attempt(request, move_holder, _("The order has been changed."), holder=holder, up=act == "up")
    return redirect("playbooks:people-show", holder.work.slug)


@only_for(can_keep_playbooks)
@require_http_methods(["GET", "HEAD", "POST"])
def contact_edit(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Who fills one slot."""
    work, context = _head(request, slug)
    slot = next((one for one in slots(context["shown"].plan, work) if one.slot.key == key), None)
    if slot is None:
        raise Http404
    form = ContactForm(request.POST or None, instance=slot.contact or Contact(work=work, key=key))
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in form.Meta.fields}
        is_checked = form.cleaned_data["is_checked"]
        attempt(request, set_contact, _("Saved."), work=work, key=key, facts=facts, is_checked=is_checked)
        return redirect("playbooks:people-show", slug)
    return render(request, "playbooks/contact_edit.html", {**context, "slot": slot, "form": form})


@only_for(can_keep_playbooks)
@require_POST
def contact_change(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Confirmed by other means, or taken out."""
    contact = get_object_or_404(Contact.objects.select_related("work"), ref=ref)
    if request.POST.get("act") == "remove":
        attempt(request, remove_contact, _("The contact has been taken out."), contact=contact)
    elif request.POST.get("act") == "confirm":
        attempt(request, confirm_contact, _("Confirmed."), contact=contact)
    return redirect("playbooks:people-show", contact.work.slug)


@only_for(can_keep_playbooks)
@require_POST
def people_ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask everybody behind a playbook by mail whether their entry is still right."""
    count = ask_now(work=work_in_force(slug), by=request.user)
    said = ngettext("%(count)s person is asked by mail.", "%(count)s people are asked by mail.", count)
    messages.success(request, said % {"count": count})
    return redirect("playbooks:people-show", slug)


def _head(request: HttpRequest, slug: str) -> tuple[Work, dict[str, Any]]:
    work = work_in_force(slug)
    return work, head(request, work, work.current)


def _found(work: Work, role: str, query: str) -> list[Employee]:
    """People at work whose name fits and who are not named for the role already."""
    if len(query) < FEWEST_LETTERS:
        return []
    named = RoleHolder.objects.filter(work=work, role=role).values("person")
    people = Employee.objects.who_may_sign_in().found_by(query).exclude(pk__in=named)
    return list(people.select_related("department").order_by("name", "pk")[:MOST_FOUND])


def _ref(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
