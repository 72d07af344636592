"""What the contents of several genres have in common. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SourceOf:
    """A law, a ruling or a page that something stands on. `date` is a year, a month or a day, or ""."""

    title: str
    url: str
    date: str

    @property
    def is_on_the_web(self) -> bool:
        return self.url.startswith(("https://", "http://"))
