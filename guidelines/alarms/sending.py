"""Speaking to a webhook or an SMS gateway. Nothing is asked, and the answer's words are not kept."""

import hmac
import json
from collections.abc import Mapping
from hashlib import sha256
from http import HTTPStatus
from typing import Any

import requests
from django.conf import settings
from django.utils import timezone

from portal.upkeep.outgoing import PrivateAddress, outgoing

# Refusals that another attempt may overcome.
FOR_NOW = frozenset(
    {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.CONFLICT,
        HTTPStatus.TOO_EARLY,
        HTTPStatus.TOO_MANY_REQUESTS,
    }
)


class Refused(Exception):
    """For good; the argument says how."""


class Unavailable(Exception):
    """For now; the argument says how."""


def post(address: str, body: bytes, headers: Mapping[str, str]) -> None:
    """Send once. Raises `Refused`, `Unavailable`."""
    try:
        with outgoing(private=settings.ALARM_PRIVATE_ADDRESSES) as session:
            answer = session.post(
                address,
                data=body,
                headers=dict(headers),
                timeout=settings.ALARM_TIMEOUT_SECONDS,
                allow_redirects=False,
                stream=True,
            )
            answer.close()
    except PrivateAddress:
        raise Unavailable("inner address") from None
    except requests.Timeout:
        raise Unavailable("timeout") from None
    except requests.exceptions.SSLError:
        raise Unavailable("certificate") from None
    except requests.RequestException:
        raise Unavailable("no connection") from None
    _require_taken(answer.status_code)


def signed(content: Mapping[str, Any], *, secret: str, key: str) -> tuple[bytes, dict[str, str]]:
    """Body and headers of a webhook: HMAC-SHA256 over the moment, a dot and the body, so that nobody can
    make one up, change one, or send an old one again later."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    moment = str(int(timezone.now().timestamp()))
    signature = hmac.new(secret.encode(), f"{moment}.".encode() + body, sha256).hexdigest()
    return body, {
        "Content-Type": "application/json",
        "Idempotency-Key": key,
        "X-Leitplanke-Timestamp": moment,
        "X-Leitplanke-Signature": f"v1={signature}",
    }


def _require_taken(status: int) -> None:
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in FOR_NOW:
        raise Refused(f"http {status}")
    raise Unavailable(f"http {status}")
