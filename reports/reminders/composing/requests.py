"""How a request to confirm a guideline reads in a mail."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from guidelines.policies.choices import Cause, RequestState, ReservationOutcome
from guidelines.policies.models import AcknowledgementRequest, Rendition, ReservationCase
from guidelines.policies.reading import choose, in_language
from guidelines.policies.wording import words_of
from reports.reminders.choices import Topic
from reports.reminders.composing.items import Item, when
from reports.reminders.models import Mention


def request_items(mentions: Iterable[Mention], language: str, base_url: str) -> dict[int, Item]:
    """Each of `mentions`, which are all about requests, by its key. One query."""
    mentions = list(mentions)
    texts = _texts_of(mentions) if mentions else {}
    return {one.pk: _item(one, texts[one.request.version_id], language, base_url) for one in mentions}


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
        when=when(request.due_on, topic),
        notes=tuple(note for note in (_change(mention, language), _why(mention)) if note),
        action=str(words_of(request.version.statement_kind).task),
        url=f"{base_url}{reverse('policies:acknowledge', args=[request.ref])}",
        contact=text.contact,
    )


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


def _sentence(text: str) -> str:
    """`text` with a full stop, unless it ends like a sentence already."""
    text = text.strip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
