"""Telling a record store, and understanding its answer. It is asked nothing and its words are not kept."""

import json
from http import HTTPStatus
from typing import Any

import requests
from django.conf import settings

from portal.upkeep.outgoing import PrivateAddress, outgoing
from training.xapi.statements import XAPI_VERSION

# Whatever is tried again would be refused again: the statement itself is not wanted.
FOR_GOOD = frozenset(
    {HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY}
)


class StoreRefused(Exception):
    """For good; the argument says how."""


class StoreUnavailable(Exception):
    """For now: it does not answer, does not let us in, or its address is wrong. The argument says how."""


def put(statement: dict[str, Any], *, endpoint: str, username: str, password: str) -> None:
    """Store one statement under its id; what is there already is what was wanted (409).

    Raises `StoreRefused`, `StoreUnavailable`.
    """
    try:
        with outgoing(private=settings.XAPI_PRIVATE_ADDRESSES) as session:
            answer = session.put(
                f"{endpoint}/statements",
                params={"statementId": statement["id"]},
                data=json.dumps(statement, ensure_ascii=False).encode(),
                headers={"Content-Type": "application/json", "X-Experience-API-Version": XAPI_VERSION},
                auth=(username.encode(), password.encode()),
                timeout=settings.XAPI_TIMEOUT_SECONDS,
                allow_redirects=False,
                stream=True,
            )
            answer.close()
    except PrivateAddress:
        raise StoreUnavailable("inner address") from None
    except requests.Timeout:
        raise StoreUnavailable("timeout") from None
    except requests.exceptions.SSLError:
        raise StoreUnavailable("certificate") from None
    except requests.RequestException:
        raise StoreUnavailable("no connection") from None
    _require_taken(answer.status_code)


def _require_taken(status: int) -> None:
    if status == HTTPStatus.CONFLICT or status in (HTTPStatus.OK, HTTPStatus.NO_CONTENT):
        return
    if status in FOR_GOOD:
        raise StoreRefused(f"http {status}")
    raise StoreUnavailable(f"http {status}")
