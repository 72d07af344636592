"""What the gallery shows: one believable sample of every component."""

from datetime import UTC, datetime

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.ui.registry import Entry

TONES = ("neutral", "info", "success", "warning", "danger")


class SampleForm(forms.Form):
    """Every kind of field once; bound and wrong, so that errors show too."""

    name = forms.CharField(label=_("Name"), help_text=_("As it stands on the contract."))
    language = forms.ChoiceField(label=_("Language"), choices=[("de", "Deutsch"), ("en", "English")])
    due_on = forms.DateField(
        label=_("Due date"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    kind = forms.ChoiceField(
        label=_("Kind of statement"),
        widget=forms.RadioSelect,
        choices=[
            ("receipt", _("Acknowledgement of receipt")),
            ("undertaking", _("Undertaking")),
            ("consent", _("Consent")),
        ],
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    scan = forms.FileField(label=_("Scan"), required=False, help_text=_("PDF or picture, at most 20 MB."))
    agreed = forms.BooleanField(label=_("I have read the text"))


def context() -> dict:
    return {
        "tones": TONES,
        "empty_form": SampleForm(auto_id="empty_%s"),
        "wrong_form": SampleForm({"name": "", "language": "de", "due_on": "31.02."}, auto_id="wrong_%s"),
        "segments": _segments(),
        "steps": _steps(),
        "facts": _facts(),
        "entries": _entries(),
        "rows": _rows(),
        "crumbs": [{"label": _("Guidelines"), "url": "#"}, {"label": _("Social media"), "url": "#"}],
        "nav_items": _places(),
        "bar_items": _places()[:4],
        "more_items": _places()[4:],
    }


def _segments():
    labels = [
        (pgettext_lazy("gallery", "Open"), 12),
        (_("Confirmed"), 188),
        (_("Under reservation"), 3),
        (_("Everybody"), 203),
    ]
    return [
        {"label": label, "url": "#", "count": count, "current": not at}
        for at, (label, count) in enumerate(labels)
    ]


def _steps():
    return [
        {"label": _("Choose filter"), "state": "done"},
        {"label": _("Check preview"), "state": "current"},
        {"label": _("Download bundle")},
    ]


def _facts():
    return [
        {"label": _("Guideline"), "value": _("Social media at work"), "href": "#", "note": _("version 2.0")},
        {"label": _("Due date"), "value": datetime(2026, 3, 31, tzinfo=UTC).date()},
        {"label": _("Department"), "value": _("Customer service")},
        {"label": _("Manager"), "value": ""},
    ]


def _entries():
    return [
        {
            "title": _("Released as version 2.0"),
            "at": datetime(2026, 3, 2, 9, 15, tzinfo=UTC),
            "by": "Ada Lindqvist",
            "tone": "success",
        },
        {
            "title": _("Proposed as a material change"),
            "at": datetime(2026, 2, 26, 14, 40, tzinfo=UTC),
            "by": "Ben Öztürk",
            "text": _("A section on messengers is new."),
        },
    ]


def _rows():
    states = [(_("confirmed"), "success"), (_("overdue"), "danger"), (_("under reservation"), "warning")]
    names = ["Cleo Nguyễn", "Şule Yıldız-Wawrzyńska", "Dirk von der Osten-Sacken"]
    departments = [_("Sales"), _("Customer service"), _("Works management")]
    return [
        {"name": name, "department": department, "state": state, "tone": tone, "number": 1200 + 7 * at}
        for at, (name, department, (state, tone)) in enumerate(zip(names, departments, states, strict=True))
    ]


def _places():
    places = [
        (pgettext_lazy("page", "Home"), "house", 3),
        (_("Guidelines"), "book-open", 0),
        (_("My acknowledgements"), "file-check", 0, pgettext_lazy("navigation", "Confirmed")),
        (_("People"), "users", 0),
        (_("Export"), "package", 0),
        (_("Audit trail"), "footprints", 0),
    ]
    return [
        Entry(label, f"#place-{at}", icon, count, not at, *short)
        for at, (label, icon, count, *short) in enumerate(places)
    ]
