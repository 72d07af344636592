"""What kinds of mail and reasons of refusal are called on screen."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.mail.operations import INVALID_ADDRESS, NO_ADDRESS

MAIL_KINDS: dict[str, str | Promise] = {
    "reminders.daily": pgettext_lazy("mail", "Daily mail"),
    "reminders.by_hand": pgettext_lazy("mail", "Reminder by HR"),
    "reminders.recorded": pgettext_lazy("mail", "Recorded on paper"),
    "policies.receipt": pgettext_lazy("mail", "Receipt"),
    "people.invitation": pgettext_lazy("mail", "Invitation"),
    "people.password_reset": pgettext_lazy("mail", "New password"),
    "exports.ready": pgettext_lazy("mail", "Export is ready"),
}
OBSTACLES: dict[str, str | Promise] = {
    NO_ADDRESS: _("no work e-mail on record"),
    INVALID_ADDRESS: _("the address is not valid"),
    "attachment_missing": _("the attachment does not exist any more"),
}


def kind_in_words(kind: str) -> str:
    """A kind nobody here knows stays as it was noted."""
    return str(MAIL_KINDS.get(kind, kind))


def obstacle_in_words(error: str) -> str:
    """Why a mail did not arrive; answers of mail servers are passed on as they are."""
    if error.startswith("smtp "):
        return str(_("the mail server refused it (%(code)s)")) % {"code": error.removeprefix("smtp ")}
    return str(OBSTACLES.get(error, error))
