"""When a periodic duty is due: pure arithmetic in UTC."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Duty:
    """A kind of job that the clock wakes: once per `period`, `offset` after the period begins."""

    kind: str
    period: timedelta
    offset: timedelta = timedelta(0)

    def slot(self, now: datetime) -> datetime:
        """The start of the newest slot that has begun at `now`."""
        return now - (now - EPOCH - self.offset) % self.period

    def slot_key(self, slot: datetime) -> str:
        """The idempotency key of the one job for `slot`."""
        return f"{self.kind}@{slot:%Y-%m-%dT%H:%MZ}"


def duty(kind: str, *, minutes: int = 0, hours: int = 0, daily_at: str = "") -> Duty:
    """Build a duty from exactly one of `minutes`, `hours` or `daily_at` ("HH:MM", UTC)."""
    if sum(map(bool, (minutes, hours, daily_at))) != 1:
        raise ValueError(f"{kind}: give exactly one of minutes, hours or daily_at")
    if daily_at:
        at = time.fromisoformat(daily_at)
        return Duty(kind, DAY, timedelta(hours=at.hour, minutes=at.minute))
    period = timedelta(minutes=minutes, hours=hours)
    if period <= timedelta(0) or DAY % period:
        raise ValueError(f"{kind}: {period} does not divide a day evenly")
    return Duty(kind, period)
