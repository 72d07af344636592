"""V3: fifty secrets go through every feature, and are nowhere but in the answers that show them."""

import json
import logging
import re
import traceback
from pathlib import Path

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.access.models import LeaverRun
from accounts.people.emails import recipient
from accounts.vault.choices import CredentialKind
from accounts.vault.jobs import tidy
from accounts.vault.models import BreakGlass, Credential, Reveal, Rotation
from portal.audit.models import AuditEvent
from portal.jobs.operations import enqueue
from portal.mail.operations import send
from portal.settings.logs import logging_config
from tests.accounts.vault.canaries import Canary, Search, Watched, breaks, breaks_at, hatch
from tests.factories.people import EmployeeFactory
from tests.factories.vault import access_to, shared_account
from tests.jobs_tools import drain

pytestmark = [pytest.mark.django_db, pytest.mark.needs("pdftotext")]
TOKEN = re.compile(r'name="token" value="([^"]+)"')


def address(name: str, *args: object) -> str:
    return reverse(name, args=[getattr(one, "ref", one) for one in args])


class Story:
    """Ada owns, Ben uses, Anton administers; every act is a request."""

    def __init__(self, cast, told: list[str]) -> None:
        self.cast, self.told = cast, told
        self.canaries = hatch()
        self.search = Search(one for some in self.canaries.values() for one in some)
        self.account = shared_account(cast, handle="@kanarien")
        self.ada, self.ben, self.anton = (self.browser(one) for one in (cast.ada, cast.ben, cast.anton))
        access_to(self.account, to=cast.ben, by=cast.ada)
        self.holds: dict[int, Canary] = {}
        self.stored: list[str] = []

    def browser(self, person) -> Watched:
        return Watched(person, self.search, self.told)

    def put_in(self, kind: str, canary: Canary, **facts: str) -> Credential:
        text = canary.entered or canary.text
        data = {
            "label": f"{kind} {len(self.holds)}",
            "is_companys": "on",
            "text": text,
            "codes": text,
            **facts,
        }
        where = address("vault:credential-add", self.account, kind)
        self.anton.post(where, data, status=302)
        made = Credential.objects.latest("pk")
        self.holds[made.pk] = canary
        self.stored.append(text)
        return made

    def renew(self, of: Credential, canary: Canary) -> None:
        self.anton.post(address("vault:credential-renew", of), {"text": canary.text}, status=302)
        self.anton.get(address("vault:credential-show", of))
        self.anton.post(address("vault:credential-in-force", of), status=302)
        self.holds[of.pk] = canary
        self.stored.append(canary.text)

    def asked(self, by: Watched, of: Credential) -> Reveal:
        by.get(address("vault:reveal-ask", of))
        by.post(address("vault:reveal-ask", of), {"reason": "Posting"}, status=302)
        return Reveal.objects.latest("pk")

    def looked(self, by: Watched, reveal: Reveal, *, shows: str | None = None, **facts):
        by.get(address("vault:reveal-show", reveal))
        page = by.post(address("vault:reveal-ticket", reveal), status=200)
        token = TOKEN.search(page.content.decode())[1]
        kept = self.holds[reveal.version.credential_id]
        where = address("vault:reveal-secret", reveal)
        return by.post(where, {"token": token}, shows=kept.name if shows is None else shows, **facts)

    def seen(self, of: Credential, by: Watched | None = None):
        by = by or self.ben
        return self.looked(by, self.asked(by, of))


@pytest.fixture
def written(caplog) -> list[str]:
    """What was logged, in every shape it could take: the line, the parts, the traceback."""
    lines: list[str] = []
    maker = dict(logging_config(json=True, level="DEBUG")["formatters"]["line"])
    formatter = maker.pop("()")(**maker)

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(repr(record.__dict__))
            lines.append(record.getMessage() if isinstance(record.msg, str) else repr(record.msg))
            if record.exc_info:
                lines.extend(traceback.format_exception(*record.exc_info))
            lines.append(formatter.format(logging.makeLogRecord(record.__dict__)))

    keeper = Keeper(level=logging.DEBUG)
    logging.getLogger().addHandler(keeper)
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, logger="django.request"):
        yield lines
    logging.getLogger().removeHandler(keeper)


@pytest.fixture
def story(cast, settings, written) -> Story:
    settings.VAULT_REVEALS_PER_HOUR = 500
    _ = (cast.ada, cast.mara, cast.ben, cast.anton, cast.hanna, cast.cleo, cast.ines)
    return Story(cast, [])


def nothing_met(story: Story, written: list[str]) -> None:
    """In no answer, no line of the log, nothing that is kept; jobs and their results are rows like others."""
    assert story.told == []
    assert story.search.everywhere() == []
    assert story.search.found("log", "\n".join(written).encode()) == []


def test_what_is_put_in_and_used_is_met_nowhere_else(story, written):
    """V3: put in by the forms; each kind is seen, renewed, suspected, opened in an emergency."""
    passwords, tokens = story.canaries["password"], story.canaries["api_token"]
    logins = [story.put_in("password", one) for one in (*passwords[:16], passwords[19])]
    keys = [story.put_in("api_token", one) for one in (*tokens[:8], tokens[9])]
    factors = [story.put_in("totp", one) for one in story.canaries["totp"]]
    codes = story.put_in(
        "recovery_codes", Canary("", "", "\n".join(one.text for one in story.canaries["recovery_codes"]))
    )
    for one in (*logins[:4], *keys[:2]):
        assert story.holds[one.pk].text in story.seen(one).context["shown"].text
    for one in factors[:3]:
        assert re.fullmatch(r"\d{8}", story.seen(one).context["shown"].code.code)
    for one in story.canaries["recovery_codes"][:10]:
        story.holds[codes.pk] = one
        assert story.seen(codes).context["shown"].text == one.text
    # With a second person; and for one at a time, given back.
    four, alone = story.put_in("password", passwords[16], four_eyes="on"), logins[0]
    reveal = story.asked(story.ben, four)
    story.ada.post(address("vault:reveal-answer", reveal), {"answer": "yes"}, status=302)
    assert story.looked(story.ben, reveal).status_code == 200
    story.anton.post(
        address("vault:credential-edit", alone), {"label": "alone", "is_exclusive": "on"}, status=302
    )
    story.seen(alone)
    story.ben.post(address("vault:credential-give-back", alone), status=302)
    # In an emergency, and the verdict on it.
    story.anton.post(address("vault:emergency-use", logins[5]), {"reason": "Storm"}, status=302)
    story.looked(story.anton, Reveal.objects.latest("pk"))
    glass = BreakGlass.objects.get()
    verdict = {"verdict": "justified", "note": "Right so"}
    story.ada.post(address("vault:emergency-show", glass), verdict, status=302)
    # Suspected, taken over, renewed, checked.
    story.ben.post(address("vault:rotation-start", story.account), {"cause": "suspicion"}, status=302)
    rotation = Rotation.objects.get()
    story.ada.post(address("vault:rotation-act", rotation, "take"), status=302)
    story.seen(logins[1], by=story.ada)
    for one, new in zip(logins[1:3], passwords[17:19], strict=True):
        story.renew(one, new)
    story.renew(keys[0], tokens[8])
    for step in rotation.steps.all():
        story.ada.get(address("vault:rotation-step", rotation, step.kind))
        story.ada.post(address("vault:rotation-step", rotation, step.kind), {"note": "Seen"}, status=302)
    story.ada.get(address("vault:rotation-show", rotation))
    story.anton.post(address("vault:credential-remove", logins[6]), status=302)
    tidy(None)
    stored = "\n".join(story.stored)
    assert [one.text in stored for some in story.canaries.values() for one in some] == [True] * 50
    nothing_met(story, written)


def test_lists_exports_and_a_departure_name_none(story, written):
    """V3: lists, searches, the trail and its files, "my data" and a departure with its protocol as a PDF."""
    kept = [story.put_in("password", one) for one in story.canaries["password"][:3]]
    kept.append(story.put_in("totp", story.canaries["totp"][0]))
    for one in kept:
        story.seen(one)
    needle = story.canaries["password"][0].text
    security = EmployeeFactory(roles=["security-officer"])
    hanna, cleo, ines = (story.browser(one) for one in (story.cast.hanna, story.cast.cleo, story.cast.ines))
    for browser in (story.ben, story.anton):
        for page in (
            "people:my-data",
            "people:my-data-download",
            "people:my-data-pdf",
            "register:account-list",
        ):
            browser.get(address(page))
        browser.get(address("register:account-show", story.account))
    story.anton.get(address("vault:rotation-list"))
    for page in ("audit:trail-list", "audit:trail-export-csv", "audit:trail-export-jsonl"):
        cleo.get(address(page))
    # What is typed is said back to whoever typed it; what is found is not.
    for where in ("/guidelines/search/", "/cms/pages/search/", "/accounts/"):
        answer = ines._client.get(where, {"q": "password 0"})
        assert answer.status_code in (200, 302)
        story.told += story.search.answer(where, answer)
        assert story.ben._client.get(where, {"q": needle}).content.count(kept[0].label.encode()) == 0
    forecast = address("access:leaver-forecast", story.cast.ben)
    hanna.get(forecast)
    hanna.post(forecast, status=302)
    run = LeaverRun.objects.get()
    story.anton.get(address("access:leaver-show", run))
    protocol = story.anton.get(address("access:leaver-protocol", run))
    assert protocol.content.startswith(b"%PDF-")
    story.browser(security).get(address("vault:rotation-show", Rotation.objects.get()))
    drain(allow_errors=True)
    assert AuditEvent.objects.filter(verb="leaver.done").exists()
    nothing_met(story, written)


@pytest.mark.parametrize("debug", [False, True], ids=["in production", "in development"])
def test_mistakes_and_failures_say_none(story, written, settings, monkeypatch, debug):
    """V3: a form with a mistake does not say it back; a page that breaks while it shows one says nothing, nor
    does the traceback of the log, nor the page for developers."""
    settings.DEBUG = debug
    for kind in (CredentialKind.PASSWORD, CredentialKind.API_TOKEN, CredentialKind.TOTP, "recovery_codes"):
        one = story.canaries[kind][0]
        where = address("vault:credential-add", story.account, kind)
        data = {"label": "", "text": one.entered or one.text, "codes": one.text, "login": "x@gmail.com"}
        story.anton.post(where, data, status=200)
    login = story.put_in("password", story.canaries["password"][1])
    factor = story.put_in("totp", story.canaries["totp"][1])

    broken = (
        ("accounts.vault.views.reveals._unstored", breaks),
        ("accounts.vault.views.reveals.render", breaks),
        ("django.template.base.render_value_in_context", breaks_at(story.canaries["password"][1].text)),
    )
    for what, (where, how) in (
        (login, broken[0]),
        (factor, broken[1]),
        (login, broken[1]),
        (login, broken[2]),
    ):
        reveal = story.asked(story.ben, what)
        page = story.ben.post(address("vault:reveal-ticket", reveal), status=200)
        token = TOKEN.search(page.content.decode())[1]
        with monkeypatch.context() as patch:
            patch.setattr(where, how)
            story.ben.post(address("vault:reveal-secret", reveal), {"token": token}, status=500)
    with monkeypatch.context() as patch:
        patch.setattr("accounts.vault.operations.credentials.seal", breaks)
        for kind in ("password", "totp", "recovery_codes"):
            one = story.canaries[kind][2]
            data = {"label": "x", "is_companys": "on", "text": one.entered or one.text, "codes": one.text}
            story.anton.post(address("vault:credential-add", story.account, kind), data, status=500)
        one = story.canaries["password"][3]
        story.anton.post(address("vault:credential-renew", login), {"text": one.text}, status=500)
    assert "the template is broken" in "\n".join(written)
    nothing_met(story, written)


@pytest.mark.parametrize("place", ["log", "mail", "job", "cache", "file", "answer", "sealed column"])
def test_a_planted_leak_is_found(story, written, settings, request, place):
    """V3: one canary put where it must not be, in one disguise or another, is found by the same search."""
    one = story.canaries["password"][0]
    if place == "log":
        logging.getLogger("accounts.vault").warning("kept %s", one.text)
    elif place == "mail":
        context = {"account_ref": str(story.account.ref), "left": one.text}
        send(kind="vault.few_codes", key="planted", to=recipient(story.cast.ada), context=context)
    elif place == "job":
        enqueue("vault.tidy", payload={"text": one.text[::-1]})
    elif place == "cache":
        cache.set("planted", one.text)
    elif place == "file":
        path = Path(settings.PORTAL_FILES_DIR) / "planted.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"x": one.text.encode().hex()}))
        request.addfinalizer(path.unlink)
    elif place == "answer":
        story.put_in("password", one, label=one.text)
        story.anton.get(address("vault:credential-show", Credential.objects.latest("pk")))
    else:
        made = story.put_in("password", one)
        made.versions.update(sealed=b"in clear: " + one.text.encode())
    with pytest.raises(AssertionError, match=re.escape(one.name)):
        nothing_met(story, written)
