"""Why there is no PDF, in words for the person who asked for one."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, Promise] = {
    "too_slow": _("The document took longer than the allowed time to lay out. Make it shorter or simpler."),
    "too_large": _("The document needs more memory than is allowed. Make it shorter or simpler."),
    "too_deep": _("The document is nested too deeply to be laid out."),
    "untitled": _("The document has no title. An accessible PDF needs one."),
    "crashed": _("The program that makes PDFs ended twice while laying out this document."),
    "broken": _("The document could not be laid out."),
}


class DocumentError(Exception):
    """Base of everything that keeps a PDF from being made; `message` is translatable."""

    message: Promise | str


class RenderFailed(DocumentError):
    """This document cannot be made, others can. `reason` is a slug of REASONS; `detail` is for the log."""

    def __init__(self, reason: str, detail: str = ""):
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail
        self.message = REASONS[reason]


class PdfUnavailable(DocumentError):
    """No PDF can be made on this machine; `message` says what to install, `detail` what was missing."""

    def __init__(self, detail: str):
        super().__init__(detail)
        self.detail = detail
        self.message = next(message for sign, message in REMEDIES if sign in detail)


# What the child says, and what helps; the first that fits. The empty sign fits everything.
REMEDIES: tuple[tuple[str, Promise], ...] = (
    (
        "cannot load library",
        _(
            "PDFs cannot be made: the Pango text library is missing. On Debian or Ubuntu, install it with: "
            "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        ),
    ),
    (
        "Font-face",
        _(
            "PDFs cannot be made: a font file of the portal is missing or damaged. Restore the folder "
            "portal/ui/static/ui/fonts from the release and restart."
        ),
    ),
    (
        "stylesheet",
        _(
            "PDFs cannot be made: a stylesheet of the portal is missing. Restore the program folder from the "
            "release and restart."
        ),
    ),
    ("", _("PDFs cannot be made: the program that makes them does not start. The log says why.")),
)
