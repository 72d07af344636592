"""Log lines hold no secrets, no addresses of people and no content (V3, issue: JSON logs)."""

import json
import logging
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.settings.logs import logging_config
from portal.upkeep.redaction import MASK, clean, clean_text

TOKEN = "q7Zx2_fP9aLmN4bT-c8VdKe1"


@pytest.mark.parametrize(
    "text",
    [
        f"GET /my/calendar/{TOKEN}.ics",
        f"Not Found: /signin/invitation/{TOKEN}/",
        f"GET /verify/?code={TOKEN}",
        f"postgres://portal:{TOKEN}@db/portal refused",
        f"Authorization: Bearer {TOKEN}",
        f"password={TOKEN}&next=/",
        f'{{"sessionid": "{TOKEN}"}}',
    ],
)
def test_secrets_in_text_are_masked(text: str) -> None:
    assert TOKEN not in clean_text(text)
    assert MASK in clean_text(text)


def test_short_passwords_are_masked_by_their_place() -> None:
    assert "hunter" not in clean_text("redis://:hunter@cache:6379/0 refused")
    assert "hunter" not in clean_text("smtp login failed, password: hunter")


def test_addresses_of_people_are_masked() -> None:
    line = "DETAIL:  Key (lower(email))=(ada.lind@example.com) already exists."
    assert "ada.lind" not in clean_text(line)


def test_public_ids_and_ordinary_words_stay() -> None:
    ref = str(uuid.uuid4())
    for text in (f"job {ref} is ready", "policies.deadlines took 3 s", "/guidelines/<uuid:ref>/acknowledge/"):
        assert clean_text(text) == text


def test_names_give_secrets_away() -> None:
    event = {
        "password": "x",
        "nested": {"csrf_token": "y", "count": 3},
        "user_agent": "Firefox",
        "ip": "10.0.0.1",
    }
    cleaned = clean(event)
    assert cleaned["password"] == cleaned["nested"]["csrf_token"] == cleaned["user_agent"] == MASK
    assert cleaned["ip"] == MASK
    assert cleaned["nested"]["count"] == 3


@given(st.text())
def test_any_text_survives(text: str) -> None:
    assert isinstance(clean_text(text), str)


def _line(capsys: pytest.CaptureFixture, log: object) -> dict:
    handler_config = logging_config(json=True, level="INFO")
    formatter = handler_config["formatters"]["line"]
    handler = logging.StreamHandler()
    factory = formatter["()"]
    handler.setFormatter(factory(**{key: value for key, value in formatter.items() if key != "()"}))
    logger = logging.Logger("planted")
    logger.addHandler(handler)
    log(logger)
    return json.loads(capsys.readouterr().err)


def test_an_exception_in_a_json_line_is_redacted(capsys: pytest.CaptureFixture) -> None:
    def log(logger: logging.Logger) -> None:
        try:
            raise ValueError(f"token={TOKEN} of ada@example.com")
        except ValueError:
            logger.exception("it failed for %s", "ada@example.com", extra={"password": "x"})

    line = _line(capsys, log)
    assert line["level"] == "error"
    assert "ValueError" in line["exception"]
    assert TOKEN not in json.dumps(line)
    assert "ada@example.com" not in json.dumps(line)
    assert line["password"] == MASK


def test_the_request_object_of_django_never_reaches_a_line(capsys: pytest.CaptureFixture) -> None:
    line = _line(capsys, lambda logger: logger.error("Not Found", extra={"request": object()}))
    assert "request" not in line
