"""What other rooms hang into the frame: places to go, stylesheets, and who hears of a new language."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.urls import reverse

Person = Any  # an accounts.people.Employee or AnonymousUser; the frame knows no domain


class LanguageListener(Protocol):
    def __call__(self, *, person: Person, language: str, by: Person) -> object: ...


def is_signed_in(person: Person) -> bool:
    """The default predicate: whoever is signed in sees the place."""
    return bool(getattr(person, "is_authenticated", False))


@dataclass(frozen=True)
class Place:
    """One place in a menu. `count` gives what waits there for the person; 0 shows nothing."""

    label: Any
    url_name: str
    icon: str
    order: int
    visible: Callable[[Person], bool]
    count: Callable[[Person], int] | None
    short: Any


@dataclass(frozen=True)
class Entry:
    """A place as one person sees it on one page."""

    label: Any
    url: str
    icon: str
    count: int | None
    current: bool
    short: Any = ""


class Menu:
    """An ordered set of places, filled by the rooms in `AppConfig.ready()`."""

    def __init__(self) -> None:
        self._places: dict[str, Place] = {}

    def register(
        self,
        label: Any,
        url_name: str,
        *,
        icon: str,
        order: int = 100,
        visible: Callable[[Person], bool] = is_signed_in,
        count: Callable[[Person], int] | None = None,
        short: Any = "",
    ) -> None:
        """Add a place. `label` is lazily translated, `icon` a lucide name; the lowest `order` comes first.

        On phones the first four places stand in the bar, by their `short` word if the label is long,
        the others under "More".
        """
        self._places[url_name] = Place(label, url_name, icon, order, visible, count, short)

    def entries(self, person: Person, path: str) -> list[Entry]:
        """The places `person` may see; the one whose address begins `path` most closely is current."""
        places = [place for place in self._places.values() if place.visible(person)]
        places.sort(key=lambda place: (place.order, place.url_name))
        urls = [reverse(place.url_name) for place in places]
        here = max((url for url in urls if is_at(url, path)), key=len, default=None)
        return [
            Entry(
                place.label,
                url,
                place.icon,
                place.count(person) if place.count else None,
                url == here,
                place.short or place.label,
            )
            for place, url in zip(places, urls, strict=True)
        ]


def is_at(url: str, path: str) -> bool:
    """Whether `path` lies at or below `url`; the front page is only itself."""
    return path == url or (url != "/" and path.startswith(url))


@dataclass(frozen=True)
class WayIn:
    """A way to sign in that leads away from the form, as the sign-in page offers it."""

    label: str
    url: str
    icon: str


# Called with the request; the rooms add to it in `AppConfig.ready()`.
sign_in_ways: list[Callable[[Any], Iterable[WayIn]]] = []

nav = Menu()
account_menu = Menu()
# What everybody may need at once on any page, such as reporting an incident: a button of the frame, never
# under "More". Keep it to one or two.
quick = Menu()

_language_listeners: list[LanguageListener] = []


def on_language_chosen(listener: LanguageListener) -> LanguageListener:
    """Have `listener(person=, language=, by=)` called when a signed-in person chooses a language."""
    if listener not in _language_listeners:
        _language_listeners.append(listener)
    return listener


def tell_language_chosen(*, person: Person, language: str) -> None:
    for listener in _language_listeners:
        listener(person=person, language=language, by=person)


@dataclass(frozen=True)
class Banner:
    """Something that cannot wait, above everything else on home: one sentence and the one place to go."""

    title: Any
    text: Any
    url: str
    label: Any
    tone: str = "danger"
    icon: str = "bell-ring"


BannerSource = Callable[[Person], Banner | None]
_banners: list[BannerSource] = []


def banner(source: BannerSource) -> BannerSource:
    """Have `source(person)` asked on home: at most one cheap statement, none for whom it does not concern."""
    if source not in _banners:
        _banners.append(source)
    return source


def banners_of(person: Person) -> list[Banner]:
    return [found for source in _banners if (found := source(person))]


_stylesheets: list[tuple[str, str]] = []


def stylesheet(layer: str, path: str) -> None:
    """Add a room's own static file, e.g. ("components", "library/css/embed.css"), to the one stylesheet."""
    from portal.ui.bundle import LAYERS

    if layer not in LAYERS:
        raise ValueError(f"Unknown layer {layer!r}; choose one of {', '.join(LAYERS)}.")
    if (layer, path) not in _stylesheets:
        _stylesheets.append((layer, path))


def stylesheets(layer: str) -> list[str]:
    return [path for at, path in _stylesheets if at == layer]
