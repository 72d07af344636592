from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.forms.fields import DayField
from accounts.people.models import Employee
from guidelines.moderation.choices import BanVerdict, NoticeVerdict, ReviewOutcome
from guidelines.moderation.deadlines import working_day_after

TALL = forms.Textarea(attrs={"rows": 5})


def _text(label: Any, *, most: int = 4000, required: bool = True, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=TALL, max_length=most, required=required, **kwargs)


class HearingForm(forms.Form):
    """Until when the author can answer."""

    until = DayField(label=_("They can answer until"), help_text=_("The end of this day, where you work."))

    def __init__(self, *args: Any, person: Employee, **kwargs: Any) -> None:
        day = working_day_after(timezone.localdate(), settings.MODERATION_HEARING_DAYS, person.location)
        super().__init__(*args, initial={"until": day}, **kwargs)


class DayForm(forms.Form):
    """When a matter is emptied, and why not on the day that was counted."""

    day = DayField(label=_("Deleted on"))
    reason = forms.CharField(
        label=pgettext_lazy("deletion date", "Why this day?"),
        help_text=_("For example a lawsuit that still runs, or a request to delete. Without names."),
        max_length=500,
    )


class NoteForm(forms.Form):
    """One text: an answer, or what a check found."""

    text = _text(_("Text"))

    def __init__(self, *args: Any, label: Any, help_text: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label, self.fields["text"].help_text = label, help_text


class GroundsForm(forms.Form):
    grounds = _text(_("What the author says against it"), required=False)


class ToldForm(forms.Form):
    how = forms.CharField(label=_("How, or why they could not be reached"), max_length=300, required=False)


class LiftForm(forms.Form):
    note = forms.CharField(
        label=pgettext_lazy("ban", "What shows it"),
        help_text=_("For example: who looked at the list of blocked accounts."),
        max_length=500,
        required=False,
    )


class BanReviewForm(forms.Form):
    """Whether a ban for good is still needed."""

    verdict = forms.ChoiceField(label=_("Outcome"), choices=BanVerdict.choices, widget=forms.RadioSelect)
    reason = _text(
        pgettext_lazy("ban", "Reason"), most=1000, help_text=_("Without names: this stays on the register.")
    )


class VerdictForm(forms.Form):
    """What becomes of the content that a notice was about."""

    verdict = forms.ChoiceField(
        label=pgettext_lazy("notice", "Decision"), choices=NoticeVerdict.choices, widget=forms.RadioSelect
    )
    reason = _text(pgettext_lazy("notice", "Reason"))


class RemindForm(forms.Form):
    """Until when the operator is to answer."""

    until = DayField(label=_("They are to answer until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        day = timezone.localdate() + timedelta(days=settings.MODERATION_OPERATOR_DAYS)
        initial = {"until": day, **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)


class SendForm(RemindForm):
    """The notice as it was sent."""

    notice = forms.CharField(
        label=_("Notice to the operator"), widget=forms.Textarea(attrs={"rows": 14}), max_length=8000
    )
    sent_to = forms.CharField(
        label=_("Sent to"), help_text=_("The form or the address you used."), max_length=300
    )
    field_order = ("notice", "sent_to", "until")


class ReviewOutcomeForm(forms.Form):
    """What became of a review."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=ReviewOutcome.choices, widget=forms.RadioSelect)
    next_step = _text(
        _("Next step"), most=2000, required=False, help_text=_("For example: legal takes it on.")
    )
