"""What an editor says when they propose a release."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from guidelines.editions.drafts import PinnedText

SUMMARY_MAX = 600


class ProposalForm(forms.Form):
    """What changes, and which translations wait for another time. A first edition changes nothing."""

    left_out = forms.MultipleChoiceField(
        label=_("Leave out this time"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever reads this language gets the authoritative text instead."),
    )

    def __init__(
        self, *args: Any, texts: Iterable[PinnedText], authoritative: str, is_first: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        names = dict(settings.LANGUAGES)
        others = [one.frozen.language for one in texts if one.frozen.language != authoritative]
        self.fields["left_out"].choices = [(code, names[code]) for code in others]
        if not others:
            del self.fields["left_out"]
        if not is_first:
            self._add_summaries(authoritative)

    def _add_summaries(self, authoritative: str) -> None:
        for code, name in settings.LANGUAGES:
            self.fields[f"change_summary_{code}"] = forms.CharField(
                label=_("What changes, in one or two sentences (%(language)s)") % {"language": name},
                required=code == authoritative,
                max_length=SUMMARY_MAX,
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
            )

    @property
    def change_summary(self) -> dict[str, str]:
        data = self.cleaned_data
        return {code: data.get(f"change_summary_{code}", "") for code, _name in settings.LANGUAGES}
