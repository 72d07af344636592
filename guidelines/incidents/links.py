"""When two links mean the same post. Pure."""

import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urlsplit

_IN_TEXT = re.compile(r"https?://\S+", re.IGNORECASE)
_BARE = re.compile(r"^[\w-]+(\.[\w-]+)+(/\S*)?$")
_FRONT = ("www.", "m.", "mobile.", "old.")
_SAME_HOST = {"twitter.com": "x.com", "fb.com": "facebook.com", "youtu.be": "youtube.com"}
# What platforms and newsletters hang onto a link to see who passed it on.
_TRACKING = re.compile(
    r"^(utm_.*|fbclid|gclid|igshid|igsh|mibextid|si|feature|ref_src|ref_url|share_id|rcm)$"
)
# Elsewhere such short names can mean the post itself.
_TRACKING_AT = {"x.com": {"s", "t"}}


def link_in(text: str) -> str:
    """The first address in what somebody pasted, with its scheme; "" when there is none."""
    text = text.strip()
    found = _IN_TEXT.search(text)
    if found:
        return found[0].rstrip(".,;:!?)]}>'\"")
    return f"https://{text}" if _BARE.match(text) else ""


def link_key(text: str) -> str:
    """What the link in `text` means, as a SHA-256: equal for all spellings of one address; "" without one."""
    address = _meant(link_in(text))
    return hashlib.sha256(address.encode()).hexdigest() if address else ""


def host_of(text: str) -> str:
    """The host of the link in `text`, for people to read; "" without one."""
    return _meant(link_in(text)).split("/")[0].split("?")[0]


def _meant(link: str) -> str:
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    if not host:
        return ""
    for front in _FRONT:
        host = host.removeprefix(front)
    short = host == "youtu.be"
    host = _SAME_HOST.get(host, host)
    ignored = _TRACKING_AT.get(host, set())
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = [(key, value) for key, value in pairs if not _TRACKING.match(key) and key not in ignored]
    path = parts.path.rstrip("/")
    if short and path:
        query, path = [("v", path[1:])], "/watch"
    address = host + path
    return f"{address}?{urlencode(sorted(query))}" if query else address
