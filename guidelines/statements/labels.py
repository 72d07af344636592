"""What the placeholders of the templates that ship are called on a form; others by their own name."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

LABELS: dict[str, Promise] = {
    "account": pgettext_lazy("placeholder", "The account"),
    "action": pgettext_lazy("placeholder", "What we do now"),
    "address": pgettext_lazy("placeholder", "Postal address"),
    "advice": pgettext_lazy("placeholder", "What people should do now"),
    "authority": pgettext_lazy("placeholder", "Authority"),
    "channel": pgettext_lazy("placeholder", "Channel"),
    "company": pgettext_lazy("placeholder", "Name of the company"),
    "consequences": pgettext_lazy("placeholder", "Likely consequences"),
    "contact": pgettext_lazy("placeholder", "Where to turn to"),
    "data": pgettext_lazy("placeholder", "Which data"),
    "date": pgettext_lazy("placeholder", "Day"),
    "deadline": pgettext_lazy("placeholder", "By when"),
    "email": pgettext_lazy("placeholder", "E-mail address"),
    "facts": pgettext_lazy("placeholder", "What is certain"),
    "first_name": pgettext_lazy("placeholder", "First name of whoever signs"),
    "language": pgettext_lazy("placeholder", "Language"),
    "link": pgettext_lazy("placeholder", "Address"),
    "name": pgettext_lazy("placeholder", "Name"),
    "next_update": pgettext_lazy("placeholder", "When the next word comes"),
    "open_points": pgettext_lazy("placeholder", "What is still open"),
    "people": pgettext_lazy("placeholder", "Whom it concerns"),
    "phone": pgettext_lazy("placeholder", "Phone number"),
    "places": pgettext_lazy("placeholder", "Where it happened"),
    "platform": pgettext_lazy("placeholder", "Platform"),
    "quote": pgettext_lazy("placeholder", "What was said"),
    "real_account": pgettext_lazy("placeholder", "Our real account"),
    "spokesperson": pgettext_lazy("placeholder", "Who speaks for us"),
    "time": pgettext_lazy("placeholder", "Time"),
    "topic": pgettext_lazy("placeholder", "What it is about"),
    "values": pgettext_lazy("placeholder", "What we stand for"),
}


def label_of(name: str) -> str | Promise:
    return LABELS.get(name) or name.replace("_", " ")
