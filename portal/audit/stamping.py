"""RFC 3161 time stamps over exported chain heads: asking for one, and checking one."""

import asyncio
import hashlib
from collections.abc import Callable
from http import HTTPStatus
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from asn1crypto import cms, tsp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext

from portal.audit.chain import canonical_text
from portal.audit.models import ExportedHead

SECONDS = 10
MAX_BYTES = 256 * 1024
REPLY = "application/timestamp-reply"


class AuthorityUnavailable(Exception):
    """The time-stamping authority gave no usable token; the job asks again later."""


class NoRedirect(HTTPRedirectHandler):
    """The address is configured; an authority that sends us elsewhere is not followed."""

    def redirect_request(self, *args: object) -> None:
        return None


class Authority(TimeStamper):
    """A time-stamping authority behind an http(s) address."""

    def __init__(self, url: str) -> None:
        if urlsplit(url).scheme not in {"http", "https"}:
            raise ValueError("PORTAL_TSA_URL must be an http or https address")
        super().__init__()
        self.url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        headers = {"Content-Type": "application/timestamp-query", "Accept": REPLY}
        request = Request(self.url, data=req.dump(), headers=headers, method="POST")  # noqa: S310  scheme checked
        with build_opener(NoRedirect).open(request, timeout=SECONDS) as answer:
            if answer.status != HTTPStatus.OK or answer.headers.get_content_type() != REPLY:
                raise TimestampRequestError("the answer is no time stamp")
            return tsp.TimeStampResp.load(answer.read(MAX_BYTES), strict=True)


def stamped_text(head: ExportedHead) -> bytes:
    """What the time stamp of `head` is over: day, sequence and hash in one fixed spelling."""
    return canonical_text({"day": head.day.isoformat(), "seq": head.seq, "hash": head.hash}).encode()


def ask_for_stamp(head: ExportedHead, url: str) -> bytes:
    """A fresh token (DER) over `head`. Raises `AuthorityUnavailable` for an outage and for nonsense alike."""
    digest = hashlib.sha256(stamped_text(head)).digest()
    try:
        token = asyncio.run(Authority(url).async_timestamp(digest, "sha256")).dump()
    except (OSError, URLError, TimestampRequestError, ValueError, TypeError) as problem:
        raise AuthorityUnavailable(type(problem).__name__) from problem
    wrong = what_is_wrong_with(token, head)
    if wrong:
        raise AuthorityUnavailable(wrong)
    return token


def what_is_wrong_with(token: bytes, head: ExportedHead) -> str:
    """Why `token` does not prove that `head` existed, or "".

    Checked are the signature by the certificate inside and what was signed. Whether that certificate is
    trusted is for whoever reads the token: trust changes over the years, the token does not.
    """
    try:
        signed = cms.ContentInfo.load(token, strict=True)["content"]
        nobody_trusted = ValidationContext(trust_roots=[], allow_fetching=False)
        status = asyncio.run(validate_tst_signed_data(signed, nobody_trusted, _imprint_of(head)))
    except (SignatureValidationError, ValueError, TypeError, KeyError):
        return "it cannot be read"
    if not status["intact"]:
        return "it stands for something else or was altered"
    return "" if status["valid"] else "its signature does not fit"


def _imprint_of(head: ExportedHead) -> Callable[[str], bytes]:
    return lambda algorithm: hashlib.new(algorithm, stamped_text(head)).digest()
