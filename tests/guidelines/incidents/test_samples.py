"""Figures as people type and paste them, and the drawing that is made of them. Pure."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from guidelines.incidents.charts import HEIGHT, WIDTH, chart_of
from guidelines.incidents.samples import LINES_MAX, NoSample, Sample, samples_in

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 28, 23, 30, tzinfo=BERLIN)


def at(hour: int, minute: int) -> datetime:
    return NOW.replace(hour=hour, minute=minute)


@pytest.mark.parametrize(
    ("line", "sample"),
    [
        ("23:04; Tool; 1.200; 64 %; 80 000", Sample(at(23, 4), "Tool", 1200, 64, 80_000)),
        ("23:45\tTool\t12", Sample(at(23, 45) - timedelta(days=1), "Tool", 12)),
        ("2026-11-28 22:00,by hand,7,,900", Sample(at(22, 0), "by hand", 7, None, 900)),
        ('28.11.2026 22:00;"Tool; new";0;0', Sample(at(22, 0), "Tool; new", 0, 0)),
    ],
)
def test_a_line_is_read(line, sample) -> None:
    assert samples_in(line, now=NOW) == [sample]


def test_headings_and_empty_lines_are_passed_over() -> None:
    text = "Time;Source;Mentions\n\n23:00;A;1\n23:10;A;2\n"
    assert [one.mentions for one in samples_in(text, now=NOW)] == [1, 2]


@pytest.mark.parametrize(
    ("text", "line", "slug"),
    [
        ("", 1, "empty"),
        ("Time;Source;Mentions", 1, "empty"),
        ("23:00;A;1\n23:05;A", 2, "columns"),
        ("23:00;A;1;2;3;4", 1, "columns"),
        ("25:00;A;1", 1, "moment"),
        ("2026-11-29 10:00;A;1", 1, "future"),
        ("23:00;;1", 1, "source"),
        ("23:00;A;-1", 1, "mentions"),
        ("23:00;A;1e9", 1, "mentions"),
        ("23:00;A;٣", 1, "mentions"),
        ("23:00;A;99999999999", 1, "mentions"),
        ("23:00;A;1;101", 1, "negative"),
        ("23:00;A;1;5;=1+1", 1, "reach"),
        ("23:00;A;1\n" * (LINES_MAX + 1), LINES_MAX + 1, "too_many"),
    ],
)
def test_the_first_bad_line_is_named(text, line, slug) -> None:
    with pytest.raises(NoSample) as bad:
        samples_in(text, now=NOW)
    assert (bad.value.line, bad.value.slug) == (line, slug)


START = datetime(2026, 11, 28, 20, 3, tzinfo=UTC)


def test_nothing_is_drawn_of_nothing() -> None:
    assert chart_of([], [], until=START) is None


@pytest.mark.parametrize("hours", [0, 1, 24, 24 * 30])
def test_everything_lies_inside_the_drawing(hours) -> None:
    end = START + timedelta(hours=hours)
    volume = [(START + (end - START) * at / 50, at * 997) for at in range(51)]
    chart = chart_of([(START, 1, 0), (end, 6, 3)], volume, until=end)
    assert chart is not None
    for column in chart.columns:
        assert 0 <= column.x <= column.x + column.width <= WIDTH
        assert 0 <= column.y <= column.y + column.height <= HEIGHT
    for point in (chart.social + " " + chart.media).split():
        x, y = map(float, point.split(","))
        assert 0 <= x <= WIDTH
        assert 0 <= y <= HEIGHT
    assert 1 <= len(chart.moments) <= 10


def test_a_level_holds_until_the_next_one() -> None:
    later = START + timedelta(hours=1)
    chart = chart_of([(START, 0, 0), (later, 6, 0)], [], until=later + timedelta(hours=1))
    ys = [point.split(",")[1] for point in chart.social.split()]
    assert ys == ["226.0", "226.0", "12.0", "12.0"]
    assert chart.volumes == ()
