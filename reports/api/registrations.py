"""What this room hangs into people, home and the frame."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from uuid import UUID

from django.db import DatabaseError
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.people import registry
from accounts.people.choices import Role
from accounts.people.models import Employee
from portal.audit import registry as trail
from portal.ui.registry import nav
from portal.upkeep.registry import Concern, concern
from reports.api import my_data
from reports.api.models import ApiToken
from reports.api.permissions import decides_tokens, sees_tokens
from reports.dashboards.registry import Work, work_provider

WARN_DAYS_BEFORE = 30
MACHINES = ("acknowledgements", "completions", "openapi", "root", "nowhere")


def connect() -> None:
    """Called once, when the app is ready."""
    registry.for_machines(*(f"api:{name}" for name in MACHINES))
    registry.my_data_provider(my_data.tokens_of)
    registry.stored_facts(*my_data.STORED)
    registry.two_person_duty(
        "api.tokens",
        title=_("Tokens of the API"),
        missing=_(
            "No system can be let in to read: a second person in HR or a system admin confirms tokens."
        ),
        holders=lambda: Employee.objects.who_may_sign_in().with_role(Role.HR, Role.SYSTEM_ADMIN),
    )
    concern("api tokens", ending_token)
    work_provider(waiting_tokens)
    trail.people.names_of = with_tokens(trail.people.names_of)
    nav.register(_("Read API"), "api:token-list", icon="plug", order=625, visible=sees_tokens)


def waiting_tokens(person: Employee) -> Iterator[Work]:
    """Tokens that `person` may confirm."""
    if not decides_tokens(person):
        return
    count = ApiToken.objects.decidable_by(person).count()
    if count:
        label = _("Tokens of the API wait for a second person")
        yield Work(label, str(reverse_lazy("api:token-list")), "plug", count, tone="warning")


def ending_token() -> Concern | None:
    """The token that ends next, when that is soon. A database that is down is another part's concern."""
    soon = timezone.localdate() + timedelta(days=WARN_DAYS_BEFORE)
    try:
        token = ApiToken.objects.in_force().filter(expires_on__lt=soon).order_by("expires_on").first()
    except DatabaseError:
        return None
    if token is None:
        return None
    facts = {"name": token.name, "day": date_format(token.expires_on)}
    return Concern(
        "api_token_ends",
        gettext("A token of the API ends soon"),
        gettext("“%(name)s” ends on %(day)s. From then on that system reads nothing any more.") % facts,
    )


def with_tokens(names_of: Callable[[Iterable[UUID]], dict[UUID, str]]) -> Callable[..., dict[UUID, str]]:
    """Let the trail name tokens as it names people."""

    def names(refs: Iterable[UUID]) -> dict[UUID, str]:
        wanted = list(refs)
        tokens = ApiToken.objects.filter(ref__in=wanted).values_list("ref", "name")
        return {**dict(tokens), **names_of(wanted)}

    return names
