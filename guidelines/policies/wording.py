"""The three kinds of statement in plain words, and what the buttons say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.people.choices import Way
from guidelines.policies.choices import StatementKind
from portal.documents.certificates import Section
from portal.documents.wording import day, local_day


@dataclass(frozen=True)
class Words:
    """What a kind of statement means to whoever gives it. `task` names the duty, `confirm` the button."""

    meaning: str | Promise
    task: str | Promise
    confirm: str | Promise
    done: str | Promise


WORDS: dict[StatementKind, Words] = {
    StatementKind.RECEIPT: Words(
        meaning=_(
            "You confirm that you have received and read this text. That is all: it is neither a promise "
            "nor a change of your contract."
        ),
        task=_("Read and confirm"),
        confirm=pgettext_lazy("button", "Confirm receipt"),
        done=_("You have confirmed that you received and read this text."),
    ),
    StatementKind.UNDERTAKING: Words(
        meaning=_(
            "You promise to keep to the rules of this text. "
            "Read it carefully, and ask if something is unclear."
        ),
        task=_("Read and undertake"),
        confirm=pgettext_lazy("button", "Give this undertaking"),
        done=_("You have given your undertaking."),
    ),
    StatementKind.CONSENT: Words(
        meaning=_(
            "You decide freely. If you say no, nothing is held against you and nobody reminds you. "
            "If you say yes, you can withdraw it at any time under “My acknowledgements”; "
            "what was done until then stays lawful."
        ),
        task=_("Read and decide"),
        confirm=pgettext_lazy("button", "Yes, I consent"),
        done=_("You have given your consent. You can withdraw it on this page at any time."),
    ),
}


def words_of(kind: str) -> Words:
    return WORDS[StatementKind(kind)]


def ways_in_words(authenticated: str) -> str:
    """What `how_authenticated` noted, for people; a way nobody here knows stays as it was noted."""
    words = dict(Way.choices)
    return " + ".join(str(words.get(way, way)) for way in authenticated.split("+"))


def person_as_then(who: Mapping[str, str], moment: datetime) -> Section:
    """Who somebody was, as `records.snapshot` kept it at `moment`, for a certificate."""
    rows = [
        (gettext("Name"), who["name"], ""),
        (
            gettext("Personnel number"),
            who["personnel_number"] or pgettext("personnel number", "none"),
            "",
        ),
        (gettext("Department"), who["department"], ""),
        (gettext("Employer"), who["entity"], ""),
        (gettext("Place of work"), who["location"], ""),
    ]
    known = day(local_day(moment, who["time_zone"]))
    return Section(gettext("Person, as on record on %(day)s") % {"day": known}, rows)
