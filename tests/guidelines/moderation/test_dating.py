"""When something is due, in words, and the deletion date that somebody sets."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from guidelines.incidents.keeping import DayImpossible
from guidelines.moderation.choices import Measure
from guidelines.moderation.deadlines import last_day, until_end_of, until_when
from guidelines.moderation.duties import duties_of
from guidelines.moderation.models import ModerationCase
from guidelines.moderation.operations import answer_notice, check_notice, decide_notice, erase, set_day
from guidelines.moderation.operations.cases import settle
from guidelines.moderation.rules import AlreadyErased, ObjectionsOpen, ReasonRequired
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from tests.factories.moderation import appeal, case, decided, heard, in_days, notice
from tests.factories.people import signed_in

pytestmark = pytest.mark.django_db


def test_a_day_is_shown_as_a_day(cast) -> None:
    day = in_days(3)
    ends_at = until_end_of(day, cast.ada.location)
    with timezone.override(ZoneInfo(cast.ada.location.time_zone)), translation.override("de"):
        assert until_when(ends_at, is_short=True) == f"{day:%d.%m.%Y}"
        assert last_day(ends_at) == day
        with_time = ends_at - timedelta(hours=5)
        assert until_when(with_time, is_short=True) == f"{day:%d.%m.%Y}, 19:00"
        assert last_day(with_time) == day


def test_no_page_of_a_case_says_midnight(client, cast, post) -> None:
    client = signed_in(client, cast.ada)
    heard(post, by=cast.ada)
    decided(post, Measure.BAN_TEMPORARY, by=cast.ada)
    content = client.get(reverse("moderation:case-show", args=[post.ref])).content.decode()
    assert "00:00" not in content
    assert "midnight" not in content


def test_a_duty_is_due_on_its_last_day(cast, post, lena) -> None:
    decided(post, by=cast.ada)
    waiting = appeal(post, by=cast.ada)
    with timezone.override(ZoneInfo(cast.ada.location.time_zone)):
        (duty,) = duties_of(lena)
        assert duty.due_on == timezone.localtime(waiting.due_at).date() - timedelta(days=1)


def test_somebody_who_decides_sets_the_day_with_a_reason(cast, post) -> None:
    for day in (in_days(-1), in_days(365 * 11)):
        with pytest.raises(DayImpossible):
            set_day(matter=post, day=day, reason="A lawsuit", by=cast.ada)
    with pytest.raises(ReasonRequired):
        set_day(matter=post, day=in_days(30), reason=" ", by=cast.ada)
    with pytest.raises(NotPermitted):
        set_day(matter=post, day=in_days(30), reason="Curious", by=cast.ben)
    made = set_day(matter=post, day=in_days(900), reason="A lawsuit", by=cast.ada)
    assert (made.delete_on, made.day_set_by, made.day_why) == (in_days(900), cast.ada, "A lawsuit")
    event = AuditEvent.objects.get(verb="moderation.day_set")
    assert in_days(900).isoformat() in event.canonical
    assert "lawsuit" not in event.canonical


def test_the_author_can_object_for_six_months(cast, post, settings) -> None:
    """What an objection needs is not taken away before (DSA Art. 20)."""
    decided(post, by=cast.ada)
    first = in_days(settings.MODERATION_OBJECTION_DAYS)
    with pytest.raises(ObjectionsOpen):
        set_day(matter=post, day=first - timedelta(days=2), reason="Asked to", by=cast.ada)
    assert set_day(matter=post, day=first + timedelta(days=1), reason="Asked to", by=cast.ada)


def test_who_lost_nothing_can_be_forgotten_at_once(cast, post) -> None:
    decided(post, Measure.REPLY, by=cast.ada)
    set_day(matter=post, day=in_days(0), reason="Asked to", by=cast.ada)
    assert erase(model=ModerationCase, pks=[post.pk], day=in_days(0)) == 1
    post.refresh_from_db()
    assert (post.day_why, post.author) == ("", None)
    with pytest.raises(AlreadyErased):
        set_day(matter=post, day=in_days(30), reason="Too late", by=cast.ada)


def test_what_happens_later_counts_anew_but_never_shortens(cast, account, settings) -> None:
    counted = in_days(settings.MODERATION_KEPT_DAYS)
    sooner, later = (case(account, by=cast.ada) for _ in range(2))
    set_day(matter=sooner, day=in_days(10), reason="Asked to", by=cast.ada)
    set_day(matter=later, day=in_days(2000), reason="A lawsuit", by=cast.ada)
    for one in (sooner, later):
        decided(one, Measure.REPLY, by=cast.ada)
        one.refresh_from_db()
    assert abs((sooner.delete_on - counted).days) <= 1
    assert (sooner.day_set_by, sooner.day_why) == (None, "")
    assert (later.delete_on, later.day_set_by) == (in_days(2000), cast.ada)
    settle(later)
    assert later.delete_on == in_days(2000)


def test_a_notice_keeps_a_later_day_too(cast, account) -> None:
    told = notice(account, by=cast.ben)
    set_day(matter=told, day=in_days(2000), reason="A lawsuit", by=cast.ada)
    check_notice(notice=told, findings="x", by=cast.ada)
    decide_notice(notice=told, verdict="kept", reason="x", by=cast.ada)
    assert answer_notice(notice=told, answer="x", by=cast.ada).delete_on == in_days(2000)


def test_the_page_says_who_and_why(client, cast, post) -> None:
    client = signed_in(client, cast.ada)
    address = reverse("moderation:matter-day", args=["cases", post.ref])
    assert client.get(address).status_code == 200
    assert client.post(address, {"day": in_days(-3).isoformat(), "reason": "x"}).status_code == 422
    client.post(address, {"day": in_days(800).isoformat(), "reason": "A lawsuit <b>runs</b>"})
    content = client.get(reverse("moderation:case-show", args=[post.ref])).content.decode()
    assert "A lawsuit &lt;b&gt;runs&lt;/b&gt;" in content
    assert signed_in(client, cast.ben).get(address).status_code == 404
