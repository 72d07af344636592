from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guidelines.playbooks.choices import TemplateKind
from guidelines.statements.filling import MAX_VALUE
from guidelines.statements.labels import label_of
from guidelines.statements.operations.drafting import MAX_TEXT
from guidelines.statements.operations.publishing import MAX_LINK


class OwnWordsForm(forms.Form):
    kind = forms.ChoiceField(label=pgettext_lazy("statement", "Kind"), choices=TemplateKind.choices)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    text = forms.CharField(
        label=pgettext_lazy("statement", "What is to be said"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=MAX_TEXT,
    )


class TextForm(forms.Form):
    text = forms.CharField(
        label=pgettext_lazy("statement", "What is to be said"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=MAX_TEXT,
    )


class PlaceForm(forms.Form):
    link = forms.CharField(
        label=pgettext_lazy("statement", "Where it stands"),
        max_length=MAX_LINK,
        help_text=_("The address of the post, or the name of the channel."),
    )


class PlaceholderForm(forms.Form):
    """One field for each placeholder of a wording."""

    def __init__(self, names: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in names:
            self.fields[name] = forms.CharField(label=label_of(name), max_length=MAX_VALUE)
