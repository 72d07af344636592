"""The second sheet of the template: what may stand in which column."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.register.lists.columns import FIELDS, NEEDED, PEOPLE
from accounts.register.lists.words import CHOICES


def notes(language: str) -> list[list[str]]:
    """One line per column, in `language`."""
    with override(language):
        lines = [[_("Column"), _("What may stand there")]]
        german = language.startswith("de")
        lines += [[field.german if german else field.english, _note(field.name)] for field in FIELDS]
        return lines


def _note(name: str) -> str:
    parts = []
    if name in ("platform", "handle"):
        parts.append(_("Always needed: by platform and name an account is recognised."))
    if name in NEEDED:
        parts.append(_("Needed for new accounts."))
    if name in PEOPLE:
        parts.append(_("Login id, work e-mail or personnel number of somebody who works here."))
    if name in CHOICES:
        parts.append(" · ".join(str(label) for label in CHOICES[name].labels))
    if name == "takes_messages":
        parts.append(_("Yes or no: whether customers can write direct messages."))
    if name == "recovery_address":
        parts.append(_("Company addresses only, never a private one."))
    if name in ("recovery_codes_left", "administrators"):
        parts.append(_("A number, such as 2."))
    return " ".join(parts) or _("An empty cell leaves what is on record as it is.")
