"""What the placeholders of the templates that ship are called on a form; others by their own name."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

LABELS: dict[str, Promise] = {
    "action": pgettext_lazy("placeholder", "What we do now"),
    "company": pgettext_lazy("placeholder", "Name of the company"),
    "contact": pgettext_lazy("placeholder", "Where to turn to"),
    "date": pgettext_lazy("placeholder", "Day"),
    "facts": pgettext_lazy("placeholder", "What is certain"),
    "first_name": pgettext_lazy("placeholder", "First name of whoever signs"),
    "language": pgettext_lazy("placeholder", "Language"),
    "link": pgettext_lazy("placeholder", "Address"),
    "name": pgettext_lazy("placeholder", "Name"),
    "next_update": pgettext_lazy("placeholder", "When the next word comes"),
    "open_points": pgettext_lazy("placeholder", "What is still open"),
    "spokesperson": pgettext_lazy("placeholder", "Who speaks for us"),
    "time": pgettext_lazy("placeholder", "Time"),
    "topic": pgettext_lazy("placeholder", "What it is about"),
}


def label_of(name: str) -> str | Promise:
    return LABELS.get(name) or name.replace("_", " ")
