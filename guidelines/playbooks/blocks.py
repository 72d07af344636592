"""What a playbook is made of. Names and texts are translated; keys, numbers and choices are the same in every
language, so none of them is a block that wagtail-localize takes for words."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from guidelines.playbooks.choices import Phase, TemplateKind, Trouble

KEY = r"^[a-z0-9]+(-[a-z0-9]+)*\Z"
REQUIREMENT = r"^[a-z]+:[-\w]+\Z"
WEEK_MINUTES = 7 * 24 * 60


def key_block(**kwargs: Any) -> blocks.RegexBlock:
    """A short name that other parts refer to."""
    return blocks.RegexBlock(
        KEY,
        max_length=64,
        **{
            "label": pgettext_lazy("block", "Short name"),
            "help_text": _("Small letters, digits, hyphens. Other parts refer to it, so it stays as it is."),
            **kwargs,
        },
    )


def reference(label: Any, **kwargs: Any) -> blocks.RegexBlock:
    """The short name of another part."""
    return blocks.RegexBlock(KEY, max_length=64, label=label, **kwargs)


def _minutes(label: Any, **kwargs: Any) -> blocks.IntegerBlock:
    return blocks.IntegerBlock(label=label, min_value=0, max_value=WEEK_MINUTES, **kwargs)


def _name(label: Any = None, **kwargs: Any) -> blocks.CharBlock:
    return blocks.CharBlock(label=label or pgettext_lazy("block", "Name"), max_length=120, **kwargs)


def _text(label: Any, **kwargs: Any) -> blocks.TextBlock:
    return blocks.TextBlock(label=label, **{"rows": 3, "max_length": 4000, **kwargs})


class Keyed(blocks.StreamBlock):
    """Parts of which no two have the same short name."""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        require_unique(part.value["key"] for part in cleaned)
        return cleaned


def require_unique(keys: Iterable[str]) -> None:
    """Raises `StreamBlockValidationError` that names what stands twice."""
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise _refused(gettext("Two parts have the same short name: %(key)s") % {"key": key})
        seen.add(key)


def _refused(message: str) -> blocks.StreamBlockValidationError:
    return blocks.StreamBlockValidationError(non_block_errors=[ValidationError(message)])


class Troubles(blocks.StreamBlock):
    trouble = blocks.ChoiceBlock(
        Trouble.choices, label=pgettext_lazy("block", "What happened"), icon="warning"
    )


class Triggers(blocks.StreamBlock):
    trigger = blocks.CharBlock(label=pgettext_lazy("block", "Sign"), max_length=300, icon="tag")


class Answer(blocks.StructBlock):
    text = blocks.CharBlock(label=pgettext_lazy("block", "Answer"), max_length=200)
    goes_to = reference(_("Leads to the question"), required=False)
    outcome = reference(_("or ends with the outcome"), required=False)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["goes_to"]) == bool(cleaned["outcome"]):
            message = gettext("An answer leads to a question or to an outcome: fill in one of the two.")
            raise StructBlockValidationError(non_block_errors=[ValidationError(message)])
        return cleaned


class Question(blocks.StructBlock):
    key = key_block()
    question = blocks.CharBlock(label=pgettext_lazy("block", "Question"), max_length=300)
    hint = _text(pgettext_lazy("block", "Hint"), required=False, rows=2)
    answers = blocks.ListBlock(
        Answer(label=pgettext_lazy("block", "Answer")), label=pgettext_lazy("block", "Answers"), min_num=2
    )

    class Meta:
        icon = "help"
        label = pgettext_lazy("block", "Question")


class Outcome(blocks.StructBlock):
    key = key_block()
    title = _name(pgettext_lazy("block", "Title"))
    text = _text(pgettext_lazy("block", "What to do now"))
    report = blocks.BooleanBlock(label=_("offer to report an incident"), required=False)
    template = reference(_("Answer to start from"), required=False)

    class Meta:
        icon = "success"
        label = pgettext_lazy("block", "Outcome")


class Triage(Keyed):
    """Questions and outcomes; the first question is where people begin."""

    question = Question()
    outcome = Outcome()

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        keys = {
            kind: {part.value["key"] for part in cleaned if part.block_type == kind} for kind in self._kinds
        }
        for part in cleaned:
            for answer in part.value.get("answers", ()):
                _require_known(answer["goes_to"], keys["question"])
                _require_known(answer["outcome"], keys["outcome"])
        return cleaned

    _kinds = ("question", "outcome")


def _require_known(key: str, keys: set[str]) -> None:
    if key and key not in keys:
        raise _refused(gettext("An answer leads to something that is not there: %(key)s") % {"key": key})


class Level(blocks.StructBlock):
    number = blocks.IntegerBlock(label=pgettext_lazy("block", "Level"), min_value=0, max_value=6)
    name = _name()
    social = _text(_("Signs in social media"), rows=2)
    media = _text(_("Signs in the media"), rows=2)
    first_response_minutes = _minutes(_("First word after, in minutes"))
    update_minutes = _minutes(_("Updates at least every … minutes"), help_text=_("0: none are needed."))
    roles = blocks.ListBlock(
        reference(pgettext_lazy("block", "Role")), label=_("Roles that take part"), default=[]
    )
    approvals = blocks.ListBlock(
        reference(pgettext_lazy("block", "Role")),
        label=_("Who approves a public word, in this order"),
        default=[],
    )
    freeze = blocks.BooleanBlock(label=_("planned posts are halted"), required=False)
    note = _text(pgettext_lazy("block", "Note"), required=False, rows=2)

    class Meta:
        icon = "order"
        label = pgettext_lazy("block", "Level")


class Levels(blocks.StreamBlock):
    level = Level()

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        require_unique(str(part.value["number"]) for part in cleaned)
        return cleaned


class Role(blocks.StructBlock):
    key = key_block()
    name = _name()
    duties = _text(_("What they do"))
    leads = blocks.BooleanBlock(label=_("leads the incident"), required=False)
    requires = blocks.ListBlock(
        blocks.RegexBlock(REQUIREMENT, max_length=120, label=pgettext_lazy("block", "Requirement")),
        label=_("What holders should have done"),
        help_text=_("Such as training:safe-on-social-media or policies:social-media."),
        default=[],
    )

    class Meta:
        icon = "user"
        label = pgettext_lazy("block", "Role")


class Roles(Keyed):
    role = Role()

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if sum(bool(part.value["leads"]) for part in cleaned) > 1:
            raise _refused(gettext("Only one role can lead the incident."))
        return cleaned


class Task(blocks.StructBlock):
    key = key_block()
    phase = blocks.ChoiceBlock(Phase.choices, default=Phase.FIRST, label=pgettext_lazy("block", "Phase"))
    title = blocks.CharBlock(label=pgettext_lazy("block", "Task"), max_length=200)
    how = _text(_("How it is done"), required=False)
    offset_minutes = _minutes(_("Due after, in minutes"), default=0)
    mandatory = blocks.BooleanBlock(label=_("must be done"), required=False)
    evidence = blocks.BooleanBlock(label=_("needs something to show for it"), required=False)
    role = reference(pgettext_lazy("block", "Role"))
    from_level = blocks.IntegerBlock(label=_("From level"), min_value=0, max_value=6, default=0)

    class Meta:
        icon = "tasks"
        label = pgettext_lazy("block", "Task")


class Tasks(Keyed):
    task = Task()


class Template(blocks.StructBlock):
    key = key_block()
    kind = blocks.ChoiceBlock(
        TemplateKind.choices, default=TemplateKind.HOLDING, label=pgettext_lazy("block", "Kind")
    )
    title = _name(pgettext_lazy("block", "Title"))
    text = _text(
        pgettext_lazy("block", "Text"),
        rows=5,
        help_text=_("What is filled in later stands in braces: {product}"),
    )
    valid_until = blocks.DateBlock(label=_("Valid until"), required=False)

    class Meta:
        icon = "openquote"
        label = pgettext_lazy("block", "Answer to start from")


class Templates(Keyed):
    template = Template()


class ContactSlot(blocks.StructBlock):
    key = key_block()
    name = _name(help_text=_("Such as lawyer or hosting. Who it is stands beside the playbook, not in it."))
    what_for = _text(pgettext_lazy("block", "What for"), rows=2)

    class Meta:
        icon = "mail"
        label = pgettext_lazy("block", "Contact")


class Contacts(Keyed):
    contact = ContactSlot()


class Rule(blocks.StructBlock):
    key = key_block()
    title = _name(pgettext_lazy("block", "Title"))
    text = _text(pgettext_lazy("block", "Rule"))
    measure = blocks.CharBlock(label=_("What usually follows"), max_length=300)

    class Meta:
        icon = "lock"
        label = pgettext_lazy("block", "House rule")


class Rules(Keyed):
    rule = Rule()
