"""What this room stores about people, and what leaves the portal by it."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import Employee
from accounts.people.registry import Section, Stored
from reports.api.standing import standing_of

STORED = (
    Stored(
        _("Systems that read (API)"),
        _(
            "By a token: name, personnel number, entity, department, and what was confirmed or completed "
            "when. Never reasons, answers, scores, or consents that were not given"
        ),
        _("HR systems and data warehouses show who has fulfilled a duty; two people agree to each token"),
        _("Tokens and calls a day for good; each call is a row of the audit trail with count and digest"),
    ),
)


def tokens_of(person: Employee) -> Iterator[Section]:
    """The tokens that `person` made; which systems read about them stands on the works council's page."""
    tokens = person.api_tokens.select_related("made_by__location").order_by("made_at", "pk")
    rows: list[dict[str, object]] = [
        {
            pgettext_lazy("token", "Name"): token.name,
            pgettext_lazy("token", "Made"): token.made_at,
            pgettext_lazy("token", "Valid until"): token.expires_on,
            pgettext_lazy("token", "Status"): standing_of(token, timezone.now()).label,
        }
        for token in tokens
    ]
    if rows:
        yield Section(_("Tokens of the API that I made"), rows)
