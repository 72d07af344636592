"""What this room holds about one person, for "my data". No secret is among it."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.people.models import Employee
from accounts.people.registry import Section, Stored
from accounts.vault.models import BreakGlass, CredentialVersion, Reveal

STORED = (
    Stored(
        gettext_lazy("Vault of shared logins"),
        gettext_lazy(
            "who put a secret in, asked for one and why, saw it and when, agreed, changed or checked it"
        ),
        gettext_lazy("knowing what has to be changed when somebody leaves"),
        gettext_lazy("as long as it is needed to show who knew what; then erased by rule"),
    ),
)


def about_person(person: Employee) -> Iterator[Section]:
    reveals = Reveal.objects.filter(person=person).select_related("version__credential__account")
    yield from _section(
        _("Secrets I asked for"),
        [
            {
                _("What"): str(reveal.version.credential),
                _("What for"): reveal.reason,
                _("From"): _moment(reveal.requested_at),
                _("State"): reveal.standing,
            }
            for reveal in reveals.order_by("-pk")
        ],
    )
    made = CredentialVersion.objects.filter(made_by=person).without_secret()
    yield from _section(
        _("Secrets I put in"),
        [
            {_("What"): str(version.credential), _("From"): _moment(version.made_at)}
            for version in made.select_related("credential__account").order_by("-pk")
        ],
    )
    used = BreakGlass.objects.filter(person=person).select_related("credential__account").order_by("-pk")
    yield from _section(
        _("My emergency access"),
        [
            {
                _("What"): str(glass.credential),
                _("What for"): glass.reason,
                _("From"): _moment(glass.used_at),
                _("State"): str(glass.get_state_display()),
            }
            for glass in used
        ],
    )


def _section(title: str, rows: list[dict[str, object]]) -> Iterator[Section]:
    if rows:
        yield Section(title, rows)


def _moment(at: object) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else ""
