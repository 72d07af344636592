"""What kinds of mail and reasons of refusal are called on screen."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.mail.operations import INVALID_ADDRESS, NO_ADDRESS
from portal.mail.registry import kind_in_words

__all__ = ["kind_in_words", "obstacle_in_words"]

OBSTACLES: dict[str, str | Promise] = {
    NO_ADDRESS: _("no work e-mail on record"),
    INVALID_ADDRESS: _("the address is not valid"),
    "attachment_missing": _("the attachment does not exist any more"),
}


def obstacle_in_words(error: str) -> str:
    """Why a mail did not arrive; answers of mail servers are passed on as they are."""
    if error.startswith("smtp "):
        return str(_("the mail server refused it (%(code)s)")) % {"code": error.removeprefix("smtp ")}
    return str(OBSTACLES.get(error, error))
