"""What an author is told, in their language and in the form of Art. 17 of the Digital Services Act."""

import re
from datetime import datetime

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guidelines.moderation.choices import BURDENS, Measure
from guidelines.moderation.deadlines import until_when
from guidelines.moderation.models import (
    DecisionWords,
    Hearing,
    ModerationCase,
    ModerationDecision,
    ReviewCase,
)

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def notice_to_author(decision: ModerationDecision, words: DecisionWords) -> str:
    """The whole text, ready to be sent; "" where the author loses nothing."""
    if decision.measure not in BURDENS:
        return ""
    with translation.override(words.language):
        parts = [
            (_("What we decided"), _decided(decision)),
            (_("For how long, and where"), _extent(decision)),
            (pgettext("moderation", "What happened"), words.facts),
            (_("The rule"), _ground(decision)),
            (_("Why nothing milder would do"), words.proportion),
            (_("Your side"), _heard(decision, words)),
            (_("Automated means"), _automated(decision)),
            (_("What you can do"), _redress()),
        ]
        return "\n\n".join(f"{title}\n{text}" for title, text in parts if text)


def hearing_to_author(case: ModerationCase, hearing: Hearing | None = None) -> str:
    """What asks for the author's side, before anything is decided."""
    with translation.override(case.language):
        asked = _("We are looking at your post {post} on {channel}. It may break the rules of our channel.")
        until = hearing.until if hearing else None
        lines = [
            asked.format(post=_post(case), channel=case.where),
            _("Before we decide, we would like to hear your side. Please answer this message."),
        ]
        if until:
            lines.append(_("You have time until {moment}.").format(moment=until_when(until)))
        return "\n\n".join(lines)


def _post(case: ModerationCase) -> str:
    known = [date_format(case.posted_on, "DATE_FORMAT") if case.posted_on else "", case.link]
    inside = ", ".join(part for part in known if part)
    return f"({inside})" if inside else ""


def _decided(decision: ModerationDecision) -> str:
    post = _post(decision.case)
    texts = {
        Measure.HIDE: _("We have hidden your post {post}."),
        Measure.DELETE: _("We have deleted your post {post}."),
        Measure.BAN_TEMPORARY: _(
            "Because of your post {post} we have banned you from our channel for a time."
        ),
        Measure.BAN_PERMANENT: _("Because of your post {post} we have banned you from our channel."),
    }
    return texts[Measure(decision.measure)].format(post=post).replace("  ", " ").replace(" .", ".")


def _extent(decision: ModerationDecision) -> str:
    where = decision.case.where
    if decision.ban_until:
        text = _("On {channel}, until {moment}. After that you can take part again.")
        return text.format(
            channel=where, moment=until_when(decision.ban_until, place=decision.decided_by.location)
        )
    if decision.measure == Measure.BAN_PERMANENT:
        return _("On {channel}, without an end. We look at it again every year.").format(channel=where)
    return _("On {channel}, for good. You can still take part there.").format(channel=where)


def _ground(decision: ModerationDecision) -> str:
    if decision.rule_edition_id:
        text = _("Our house rules, “{rule}”. We decide on our own channels under our virtual house right.")
        return text.format(rule=decision.rule_words)
    return decision.rule_words


def _heard(decision: ModerationDecision, words: DecisionWords) -> str:
    hearing = decision.hearing
    if hearing is None:
        return words.why_not_heard
    asked = _("We asked you on {day}.").format(day=_day(hearing.asked_at))
    if hearing.answered_at:
        return f"{asked} {_('We have read your answer and taken it into account.')}"
    return f"{asked} {_('You did not answer in time.')}"


def _automated(decision: ModerationDecision) -> str:
    if decision.is_automated:
        return _("An automated filter found the post. A person decided.")
    return _("None: people found the post and decided.")


def _redress() -> str:
    return _(
        "You can object within six months, free of charge, by answering this message. Somebody who took no "
        "part in this decision looks at it anew and answers you with reasons. You can also use the complaint "
        "procedure of the platform, turn to a certified out-of-court dispute settlement body, or go to court."
    )


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATE_FORMAT")


def filled_in(template: str, review: ReviewCase) -> str:
    """A notice to an operator with what is known of the review; other placeholders stay to be filled in."""
    known = {
        "portal": review.where,
        "link": review.link,
        "reason": str(review.get_fault_display()),
        "facts": review.why,
        "quote": review.said,
    }
    return PLACEHOLDER.sub(lambda found: known.get(found[1]) or found[0], template)
