"""What higher rooms tell this one: which genres of works there are, and what follows a release."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

if TYPE_CHECKING:
    from django.http import HttpRequest

    from guidelines.editions.freezing import FrozenWork
    from guidelines.editions.models import Edition, Wording


@dataclass(frozen=True)
class Genre:
    """A kind of work.

    `faults(texts)` names what forbids a release, one sentence a person can read for each, given the frozen
    text of every language. `shown(request, wording)` renders a text (released, pinned or, in the preview, a
    draft) as HTML for desk and approver; `stylesheets` are the static files it needs. `address(slug)` is
    where the released work is read.
    """

    slug: str
    label: str | Promise
    plural: str | Promise
    icon: str
    page: type
    shelf: type
    address: Callable[[str], str]
    shown: Callable[["HttpRequest", "Wording | FrozenWork"], str]
    faults: Callable[[Mapping[str, "FrozenWork"]], Sequence[str]] = lambda texts: ()
    stylesheets: Sequence[str] = ()
    order: int = 100


_genres: dict[str, Genre] = {}


def genre(one: Genre) -> Genre:
    """Have this room release works of a genre."""
    _genres[one.slug] = one
    return one


def genres() -> list[Genre]:
    return sorted(_genres.values(), key=lambda one: (one.order, one.slug))


def genre_named(slug: str) -> Genre:
    """Raises `KeyError` for a genre nobody registered."""
    return _genres[slug]


class GenreWords(Mapping[str, "str | Promise"]):
    """What genres are called, by slug, as they are registered when somebody asks."""

    def __getitem__(self, slug: str) -> str | Promise:
        return _genres[slug].label

    def __iter__(self) -> Iterator[str]:
        return iter(_genres)

    def __len__(self) -> int:
        return len(_genres)


def genre_of(page: Any) -> Genre:
    """The genre whose works are written on such pages. Raises `LookupError` for any other page."""
    for one in _genres.values():
        if isinstance(page, one.page):
            return one
    raise LookupError(type(page).__name__)


Released = Callable[["Edition"], None]

_released: list[Released] = []


def on_released(hook: Released) -> Released:
    """Have `hook(edition)` called, in the same transaction, whenever an edition is released."""
    _released.append(hook)
    return hook


def tell_released(edition: "Edition") -> None:
    for hook in _released:
        hook(edition)
