"""Proving again who one is, for people who have only their company sign-in."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.people.models import Employee
from accounts.sso.providers import find


def ways_of(person: Employee) -> Iterable[dict[str, Any]]:
    """The company sign-ins this person is linked with, as ways to prove it again."""
    for slug in person.identities.values_list("provider", flat=True):
        provider = find(slug)
        if provider is not None:
            label = _("Company sign-in: %(name)s") % {"name": provider.name}
            yield {"id": provider.source, "description": label, "url": reverse("sso:prove", args=[slug])}
