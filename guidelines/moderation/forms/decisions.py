from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.forms.fields import DayField
from guidelines.editions.models import Edition
from guidelines.moderation.choices import AppealOutcome, Measure
from guidelines.moderation.house_rules import rule_named, rules_in_force
from guidelines.moderation.judging import Ruling
from guidelines.moderation.rules import (
    AnswerRequired,
    BanNeedsEnd,
    BanTooLong,
    CriticismStands,
    FactsRequired,
    HearFirst,
    OnlyBansEnd,
    ProportionRequired,
    RuleRequired,
    StillBeingHeard,
)
from portal.audit.rules import RuleBroken

TALL = forms.Textarea(attrs={"rows": 4})
# At which field a refusal is said, so that it stands where it is mended.
AT_FIELD: dict[type[RuleBroken], str] = {
    AnswerRequired: "answer",
    BanNeedsEnd: "ban_last_day",
    BanTooLong: "ban_last_day",
    CriticismStands: "is_confirmed",
    FactsRequired: "facts",
    HearFirst: "why_not_heard",
    OnlyBansEnd: "ban_last_day",
    ProportionRequired: "proportion",
    RuleRequired: "rule",
    StillBeingHeard: "why_not_heard",
}


class DecisionForm(forms.Form):
    """What is decided about a post. Whether it may be is the operation's matter."""

    measure = forms.ChoiceField(
        label=pgettext_lazy("moderation", "Measure"),
        choices=Measure.choices,
        widget=forms.RadioSelect,
        help_text=_("The mildest that does it."),
    )
    rule = forms.ChoiceField(label=_("House rule that was broken"), required=False)
    rule_other = forms.CharField(
        label=_("Or another rule"),
        help_text=_("For example a provision of law or a clause of the platform’s terms."),
        max_length=300,
        required=False,
    )
    facts = forms.CharField(
        label=_("Facts"),
        help_text=_("What happened, when, and what shows it. The author reads this."),
        widget=TALL,
        max_length=4000,
    )
    proportion = forms.CharField(
        label=_("Why nothing milder would do"), widget=TALL, max_length=2000, required=False
    )
    ban_last_day = DayField(
        label=_("Last day of the ban"), help_text=_("Only for a ban for a time."), required=False
    )
    why_not_heard = forms.CharField(
        label=_("If the author was not heard: why?"),
        help_text=_("Only exceptionally, such as a threat to people. The author reads this, too."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    is_automated = forms.BooleanField(label=_("An automated filter found the post"), required=False)
    is_confirmed = forms.BooleanField(
        label=_("I confirm: it is not the criticism that is removed, but what breaks the rule"),
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, language: str, is_criticism: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._language = language
        self._sets = rules_in_force(language)
        self.fields["rule"].choices = [
            ("", pgettext_lazy("house rule", "None of them")),
            *(
                (one.title, [(f"{one.edition.ref}:{rule.key}", rule.title) for rule in one.rules])
                for one in self._sets
            ),
        ]
        if not is_criticism:
            del self.fields["is_confirmed"]

    def ruling(self) -> Ruling:
        """What the operation is given."""
        data = self.cleaned_data
        edition, key = self._house_rule(data.get("rule") or "")
        rule = rule_named(edition, key, self._language) if edition else None
        return Ruling(
            measure=data["measure"],
            facts=data["facts"],
            rule_edition=edition if rule else None,
            rule_key=key if rule else "",
            rule_words=rule.title if rule else data["rule_other"],
            proportion=data["proportion"],
            ban_last_day=data["ban_last_day"],
            why_not_heard=data["why_not_heard"],
            is_automated=data["is_automated"],
            is_confirmed=data.get("is_confirmed", False),
        )

    def _house_rule(self, value: str) -> tuple[Edition | None, str]:
        ref, _colon, key = value.partition(":")
        return next((one.edition for one in self._sets if str(one.edition.ref) == ref), None), key

    def say(self, refusal: RuleBroken) -> None:
        """Say a refusal at its field."""
        field = AT_FIELD.get(type(refusal))
        self.add_error(field if field in self.fields else None, str(refusal.message))


class AppealForm(DecisionForm):
    """The answer to an appeal, with another decision if it is changed."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=AppealOutcome.choices, widget=forms.RadioSelect)
    answer = forms.CharField(label=_("Answer to the author, with reasons"), widget=TALL, max_length=4000)
    field_order = ("outcome", "answer")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].required = self.fields["facts"].required = False
        del self.fields["why_not_heard"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["why_not_heard"] = ""
        if data.get("outcome") == AppealOutcome.CHANGED and not data.get("measure"):
            self.add_error("measure", _("Please choose what is decided instead."))
        return data

    @property
    def new_ruling(self) -> Ruling | None:
        return self.ruling() if self.cleaned_data["outcome"] == AppealOutcome.CHANGED else None
