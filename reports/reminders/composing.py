"""From a letter to what its mail says: groups of items, in the reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.people.calendar import local_day
from guidelines.policies.choices import Cause, RequestState, ReservationOutcome
from guidelines.policies.models import AcknowledgementRequest, Rendition, ReservationCase
from guidelines.policies.reading import choose, in_language
from guidelines.policies.wording import words_of
from reports.reminders.choices import ENDED, OWED, Topic
from reports.reminders.models import Letter, Mention
from reports.reminders.wording import Outline, lead, spoken_day, subject


@dataclass(frozen=True)
class Item:
    """One request as a mail shows it. Empty texts are left out."""

    title: str
    language: str
    when: str = ""
    notes: tuple[str, ...] = ()
    action: str = ""
    url: str = ""
    contact: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Group:
    """What is mentioned under one heading."""

    topic: Topic
    items: list[Item] = field(default_factory=list)

    @property
    def heading(self) -> str:
        return str(self.topic.label)


def compose(letter: Letter, language: str, base_url: str) -> dict[str, Any]:
    """Subject, first sentence, groups and the one button. What was done since is left out."""
    mentions = [mention for mention in letter.mentions.shown() if _still_holds(mention)]
    texts = _texts_of(mentions)
    groups: dict[Topic, Group] = {}
    for mention in mentions:
        topic = Topic(mention.topic)
        item = _item(mention, texts[mention.request.version_id], language, base_url)
        groups.setdefault(topic, Group(topic)).items.append(item)
    outline = _outline(letter, mentions, groups)
    return {
        "groups": list(groups.values()),
        "subject": subject(outline),
        "lead": lead(outline),
        "many": len(mentions) > 1,
        **_button(groups.values(), base_url),
    }


def _still_holds(mention: Mention) -> bool:
    return mention.topic in ENDED or mention.request.state == RequestState.OPEN


def _texts_of(mentions: Iterable[Mention]) -> dict[int, list[Rendition]]:
    found: dict[int, list[Rendition]] = {}
    versions = {mention.request.version_id for mention in mentions}
    for text in Rendition.objects.filter(version__in=versions).defer("html", "text"):
        found.setdefault(text.version_id, []).append(text)
    return found


def _item(mention: Mention, texts: list[Rendition], language: str, base_url: str) -> Item:
    request, topic = mention.request, Topic(mention.topic)
    text = choose(texts, request.version, wanted=language).rendition
    if topic == Topic.DROPPED:
        return Item(text.title, text.language, notes=(_dropped(request),))
    if topic == Topic.SETTLED:
        return _settled(request, text, base_url)
    return Item(
        title=text.title,
        language=text.language,
        when=_when(request, topic),
        notes=tuple(note for note in (_change(mention, language), _why(mention)) if note),
        action=str(words_of(request.version.statement_kind).task),
        url=f"{base_url}{reverse('policies:acknowledge', args=[request.ref])}",
        contact=text.contact,
    )


def _when(request: AcknowledgementRequest, topic: Topic) -> str:
    if request.due_on is None:
        return ""
    day = {"day": spoken_day(request.due_on)}
    if topic == Topic.OVERDUE:
        return pgettext("due date", "was due on %(day)s") % day
    return pgettext("due date", "by %(day)s") % day


def _change(mention: Mention, language: str) -> str:
    """What changed, for a text the person has met before."""
    version = mention.request.version
    summary = in_language(version.change_summary, language)
    if not summary:
        return ""
    if mention.topic == Topic.CHANGED:
        return _("What has changed: %(summary)s The due date stays.") % {"summary": _sentence(summary)}
    if mention.first and version.major > 1 and mention.request.cause == Cause.RELEASE:
        return _("New version. What has changed: %(summary)s") % {"summary": _sentence(summary)}
    return ""


def _why(mention: Mention) -> str:
    if mention.topic == Topic.OFFERED:
        return _("You decide freely. A no has no consequences, and we will not ask again.")
    if not mention.first:
        return ""
    return {
        Cause.RECONFIRMATION: _("Your last confirmation was some time ago, so we ask once more."),
        Cause.RESERVATION: _("Your reservation has been settled, so we ask once more."),
        Cause.RETURN: _("Welcome back! This is still to be confirmed."),
    }.get(Cause(mention.request.cause), "")


def _dropped(request: AcknowledgementRequest) -> str:
    if request.state == RequestState.EXEMPT:
        return _("HR has exempted you: you need not confirm this guideline.")
    return _("You need not confirm this guideline any more.")


def _settled(request: AcknowledgementRequest, text: Rendition, base_url: str) -> Item:
    case = ReservationCase.objects.select_related("acknowledgement").get(acknowledgement__request=request)
    said = {
        ReservationOutcome.ASK_AGAIN: _("It was clarified. We ask you to read the guideline once more."),
        ReservationOutcome.RECORDED: _("It stays on record. You need not do anything else."),
        ReservationOutcome.EXEMPT: _("You need not confirm this guideline."),
    }[ReservationOutcome(case.outcome)]
    path = reverse("policies:acknowledgement-detail", args=[case.acknowledgement.ref])
    return Item(
        title=text.title,
        language=text.language,
        notes=(said,),
        action=_("Look at it"),
        url=f"{base_url}{path}",
        contact=text.contact,
    )


def _outline(letter: Letter, mentions: list[Mention], groups: dict[Topic, Group]) -> Outline:
    owed = [mention.request for mention in mentions if mention.topic in OWED]
    first = next(iter(groups.values()), None)
    return Outline(
        kind=letter.kind,
        today=local_day(timezone.now(), letter.employee.location),
        title=first.items[0].title if first else "",
        days=tuple(request.due_on for request in owed if request.due_on),
        owed=len(owed),
        offered=_size(groups, Topic.OFFERED),
        settled=_size(groups, Topic.SETTLED),
        dropped=_size(groups, Topic.DROPPED),
    )


def _size(groups: dict[Topic, Group], topic: Topic) -> int:
    return len(groups[topic].items) if topic in groups else 0


def _button(groups: Iterable[Group], base_url: str) -> dict[str, str]:
    """Straight to the one thing there is to do, else to the start page, where all of it stands."""
    doable = [item for group in groups for item in group.items if item.url]
    if len(doable) == 1:
        return {"button_url": doable[0].url, "button_label": doable[0].action}
    return {"button_url": f"{base_url}/", "button_label": _("See what is open")}


def _sentence(text: str) -> str:
    """`text` with a full stop, unless it ends like a sentence already."""
    text = text.strip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
