from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.forms.fields import DayField
from guidelines.library.file_types import media_type_of
from guidelines.policies.choices import Method, ReservationOutcome
from guidelines.policies.models import Rendition

SCAN_TYPES = ("application/pdf", "image/png", "image/jpeg")
TEXT_MAX = 4000


def long_text(label: Any, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4, "maxlength": TEXT_MAX})
    return forms.CharField(label=label, help_text=help_text, max_length=TEXT_MAX, widget=widget)


class ExemptForm(forms.Form):
    reason = long_text(_("Reason"), _("It stays on record and the person can read it in their data."))


class ExtendForm(forms.Form):
    to = DayField(label=_("New due date"), help_text=_("A day off moves on to the next working day."))
    reason = long_text(_("Reason"), _("It stays on record and the person can read it in their data."))


class ScanField(forms.FileField):
    """A scan whose bytes are what its name says: PDF, PNG or JPEG."""

    default_error_messages = {
        "kind": _("Please choose a scan as PDF, PNG or JPEG."),
        "disguised": _("The content of this file is not what its name says. Please scan the sheet again."),
    }
    widget = forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"})

    def clean(self, data: Any, initial: Any = None) -> UploadedFile:
        upload = super().clean(data, initial)
        if upload.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(too_large(), code="too_large")
        if not upload.name.lower().endswith((".pdf", ".png", ".jpg", ".jpeg")):
            raise forms.ValidationError(self.error_messages["kind"], code="kind")
        upload.seek(0)
        content = upload.read()
        upload.seek(0)
        if media_type_of(content, upload.name) not in SCAN_TYPES:
            raise forms.ValidationError(self.error_messages["disguised"], code="disguised")
        return upload


class PaperForm(forms.Form):
    """A signed sheet: which text, when, by whom, and the scan of it (K8)."""

    rendition = forms.ModelChoiceField(
        Rendition.objects.none(), label=_("Text that was signed"), empty_label=None
    )
    method = forms.ChoiceField(
        label=pgettext_lazy("paper", "How it was confirmed"),
        choices=[(method.value, method.label) for method in (Method.PAPER, Method.PROXY)],
        widget=forms.RadioSelect,
        initial=Method.PAPER,
    )
    signed_on = DayField(label=_("Signed on"))
    scan = ScanField(label=_("Scan"), help_text=_("PDF, PNG or JPEG, at most 20 MB."), max_length=200)
    note = long_text(_("Note"), _("For example who received the sheet and where the original is kept."))

    def __init__(self, *args: Any, renditions: Any, was_too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._was_too_large = was_too_large
        self.fields["rendition"].queryset = renditions
        self.fields["rendition"].label_from_instance = _named

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self._was_too_large:
            self.errors.pop("scan", None)
            self.add_error("scan", forms.ValidationError(too_large(), code="too_large"))
        return data


class RefusePaperForm(forms.Form):
    note = long_text(_("Why it is refused"), _("The person who recorded it reads this."))


class SettleForm(forms.Form):
    """How a reservation ends (K6)."""

    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=ReservationOutcome.choices, widget=forms.RadioSelect
    )
    note = long_text(_("Note"), _("What was clarified, and with whom."))


def too_large() -> str:
    limit = filesizeformat(settings.UPLOAD_MAX_BYTES)
    return _("This file is too large. At most %(limit)s are possible.") % {"limit": limit}


def _named(rendition: Rendition) -> str:
    return f"{rendition.title} · {rendition.version.number} · {rendition.get_language_display()}"
