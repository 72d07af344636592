"""What the contents of several genres have in common. Pure."""

from dataclasses import dataclass
from datetime import date as day

from django.utils.formats import date_format


@dataclass(frozen=True)
class SourceOf:
    """A law, a ruling or a page that something stands on. `date` is a year, a month or a day, or ""."""

    title: str
    url: str
    date: str

    @property
    def dated(self) -> str:
        """`date` as people write it."""
        try:
            return date_format(day.fromisoformat(self.date), "DATE_FORMAT")
        except ValueError:
            return self.date

    @property
    def is_on_the_web(self) -> bool:
        return self.url.startswith(("https://", "http://"))
