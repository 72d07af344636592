"""What a PDF may load: bytes it was given, by name. No network and no files."""

import mimetypes
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

from weasyprint.urls import URLFetcher, URLFetcherResponse


class NotGiven(ValueError):
    """A document asked for something that nobody handed over with it."""


class GivenOnlyFetcher(URLFetcher):
    """Answers `data:`, `asset:<name>` (given with the document) and `font:<file>` (given at child start)."""

    def __init__(self, fonts: Mapping[str, bytes]):
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)
        self.fonts = fonts
        self.assets: Mapping[str, bytes] = {}

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return the bytes behind `url`. Raises NotGiven for everything that was not handed over."""
        scheme, _, rest = url.partition(":")
        if scheme == "data":
            return super().fetch(url, headers)
        shelf = {"asset": self.assets, "font": self.fonts}.get(scheme)
        name = unquote(rest)
        if shelf is None or name not in shelf:
            raise NotGiven(f"not given with the document: {url[:200]}")
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, shelf[name], {"Content-Type": kind})


def read_fonts(folder: Path) -> dict[str, bytes]:
    """Read the static cuts of the typeface. Variable ones would be instantiated anew for every document."""
    return {path.name: path.read_bytes() for path in folder.glob("*.woff2") if "variable" not in path.name}
