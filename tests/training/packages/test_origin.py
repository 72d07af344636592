"""The packages' origin: nothing of the portal is there, and nothing of the packages is on the portal's."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, get_resolver, resolve
from django.utils import timezone

from accounts.people.operations import leave
from tests.factories.packages import opened, released, taken_in
from tests.factories.people import Cast, signed_in
from tests.training.packages.files import DOT, PAGE, package
from training.courses.models import CourseVersion
from training.packages.models import Package
from training.packages.origin.addresses import URLCONF, content_path
from training.packages.origin.ranges import NotSatisfiable, Part, part_of
from training.packages.tokens import look_token, play_token

pytestmark = pytest.mark.django_db
PACKAGES = "packages.test"


@pytest.fixture
def version(cast: Cast) -> CourseVersion:
    files = {
        "film.mp4": bytes(range(256)),
        "data.xyz": "?",
        "Über uns.html": "<p>we</p>",
        "a%20b.html": "<p>%</p>",
    }
    return released(cast.edda, cast.falk, package(files))


@pytest.fixture
def word(cast: Cast, version: CourseVersion) -> str:
    return play_token(opened(version, cast.ben))


def ask(path: str, method: str = "get", host: str = PACKAGES, **headers: str) -> HttpResponse:
    return getattr(Client(), method)(path, headers={"host": host, **headers})


def test_a_file_is_served_as_it_was_uploaded(word: str) -> None:
    page = ask(f"/content/{word}/index.html")
    assert b"".join(page.streaming_content) == PAGE.encode()
    assert page["Content-Type"] == "text/html"
    assert b"".join(ask(f"/content/{word}/img/dot.png").streaming_content) == DOT


@pytest.mark.parametrize("path", ["Über uns.html", "a%20b.html"])
def test_any_name_can_be_reached(word: str, path: str) -> None:
    assert ask(content_path(word, path)).status_code == 200


def test_headers_of_a_file(word: str) -> None:
    page = ask(f"/content/{word}/index.html")
    policy = dict(part.split(" ", 1) for part in page["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["connect-src"] == "'self'"
    assert policy["form-action"] == "'none'"
    assert policy["object-src"] == "'none'"
    assert policy["frame-ancestors"] == "'self' http://127.0.0.1:8000"
    assert "http" not in "".join(value for name, value in policy.items() if name != "frame-ancestors")
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Referrer-Policy"] == "no-referrer"
    assert "private" in page["Cache-Control"]
    assert "camera=()" in page["Permissions-Policy"]
    assert ask(f"/content/{word}/data.xyz")["Content-Type"] == "application/octet-stream"
    assert ask(f"/content/{word}/data.xyz")["Content-Disposition"] == "attachment"


def test_headers_of_the_player(word: str) -> None:
    page = ask(f"/play/{word}/")
    policy = page["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-src 'self'" in policy
    assert "unsafe" not in policy
    assert page["Clear-Site-Data"] == '"cookies", "storage"'
    assert "no-store" in page["Cache-Control"]


def test_no_session_no_cookie_no_person(cast: Cast, word: str) -> None:
    """Even a browser that sends the portal's session here is nobody, and is given no cookie."""
    client = signed_in(Client(), cast.ben)
    for path in (f"/play/{word}/", f"/content/{word}/index.html", "/", "/player/player.js", "/nowhere/"):
        answer = client.get(path, headers={"host": PACKAGES})
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")
        assert answer["Content-Security-Policy"]
    played = client.get(f"/play/{word}/", headers={"host": PACKAGES}).content.decode()
    assert cast.ben.name not in played
    assert "csrf" not in played


@pytest.mark.parametrize(
    "path", ["/", "/signin/login/", "/cms/", "/health/live", "/static/packages/js/player.js"]
)
def test_nothing_of_the_portal_answers_there(path: str) -> None:
    assert ask(path).status_code == 404


def test_no_route_of_the_portal_is_one_of_theirs() -> None:
    theirs = {str(pattern.pattern) for pattern in get_resolver(URLCONF).url_patterns}
    for pattern in theirs:
        path = "/" + pattern.replace("<str:token>", "x").replace("<path:path>", "y").replace(
            "<str:name>", "z"
        )
        resolve(path, URLCONF)
        with pytest.raises(Resolver404):
            resolve(path)


def test_on_the_portals_host_there_is_no_package(word: str) -> None:
    for path in (f"/play/{word}/", f"/content/{word}/index.html", "/player/scorm12.min.js"):
        assert ask(path, host="testserver").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_there_is_nothing_to_write(word: str, method: str) -> None:
    for path in (f"/play/{word}/", f"/content/{word}/index.html", "/player/player.js"):
        assert ask(path, method).status_code == 405


def test_head_says_what_get_would(word: str) -> None:
    answer = ask(f"/content/{word}/index.html", "head")
    assert answer["Content-Length"] == str(len(PAGE.encode()))
    assert b"".join(answer.streaming_content) == b""


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("index.html", 200),
        ("INDEX.HTML", 404),
        ("../index.html", 404),
        ("img/../index.html", 404),
        ("nowhere", 404),
    ],
)
def test_only_what_is_in_the_package(word: str, name: str, status: int) -> None:
    assert ask(f"/content/{word}/{name}").status_code == status


@pytest.mark.parametrize("name", ["base.py", "../js/player.js", "scorm-again.LICENSE.txt", ""])
def test_only_the_files_of_our_player(name: str) -> None:
    assert ask(f"/player/{name}").status_code == 404


def test_a_word_opens_one_package_and_ends(cast: Cast, version: CourseVersion, word: str) -> None:
    other = taken_in(cast.edda, package({"secret.html": "other"}))
    assert ask(f"/content/{look_token(other)}/secret.html").status_code == 200
    assert ask(f"/content/{word}/secret.html").status_code == 404
    with time_machine.travel(timezone.now() + timedelta(hours=13)):
        assert ask(f"/content/{word}/index.html").status_code == 403
        assert ask(f"/play/{word}/").status_code == 403


@pytest.mark.parametrize(
    "change", [lambda word: word[:-1], lambda word: word + "x", lambda word: "l" + word[1:], str.upper]
)
def test_a_forged_word_opens_nothing(word: str, change) -> None:
    assert ask(f"/play/{change(word)}/").status_code == 403
    assert ask(f"/content/{change(word)}/index.html").status_code == 403


def test_who_has_left_opens_nothing(cast: Cast, version: CourseVersion, word: str) -> None:
    leave(person=cast.ben, on=timezone.localdate(), by=None)
    assert ask(f"/content/{word}/index.html").status_code == 403


def test_a_page_of_its_own_is_refused(word: str) -> None:
    """Outside of our frame a package could lead its own page elsewhere."""
    alone = {"sec-fetch-dest": "document"}
    assert ask(f"/content/{word}/index.html", **alone).status_code == 403
    assert ask(f"/play/{word}/", **alone).status_code == 403
    assert ask(f"/content/{word}/index.html", **{"service-worker": "script"}).status_code == 403


def test_refusals_speak_the_browsers_language(word: str) -> None:
    german = ask("/play/x/", **{"accept-language": "de"})
    assert "abgelaufen" in german.content.decode()
    assert "expired" in ask("/play/x/", **{"accept-language": "en"}).content.decode()


def test_a_film_is_played_from_the_middle(word: str) -> None:
    part = ask(f"/content/{word}/film.mp4", range="bytes=10-19")
    assert part.status_code == 206
    assert b"".join(part.streaming_content) == bytes(range(10, 20))
    assert part["Content-Range"] == "bytes 10-19/256"
    assert ask(f"/content/{word}/film.mp4", range="bytes=900-").status_code == 416
    assert b"".join(ask(f"/content/{word}/film.mp4").streaming_content) == bytes(range(256))


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("", None),
        ("bytes=0-", Part(0, 100)),
        ("bytes=-10", Part(90, 10)),
        ("bytes=-900", Part(0, 100)),
        ("bytes=50-900", Part(50, 50)),
        ("bytes=9-3", None),
        ("bytes=0-1,5-6", None),
        ("lines=0-1", None),
        ("bytes=-", None),
    ],
)
def test_ranges(header: str, part: Part | None) -> None:
    assert part_of(header, 100) == part


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=-0"])
def test_ranges_with_nothing_in_them(header: str) -> None:
    with pytest.raises(NotSatisfiable):
        part_of(header, 100)


def test_what_a_browser_has_already_is_not_sent_again(word: str) -> None:
    etag = ask(f"/content/{word}/index.html")["ETag"]
    again = ask(f"/content/{word}/index.html", **{"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_file_that_is_gone_is_missed(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.packages.origin.views.opened", _gone)
    assert ask(f"/content/{word}/index.html").status_code == 404


def test_an_error_says_nothing(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.packages.origin.views.opened", _broken)
    answer = ask(f"/content/{word}/index.html")
    assert (answer.status_code, answer.content) == (500, b"")
    assert answer["Content-Security-Policy"]


def test_the_hosts_other_ports_lead_to_the_portal(settings) -> None:
    """Cookies are shared between ports: at the packages' host name, the portal answers at none."""
    settings.PORTAL_PACKAGES_URL = "http://localhost:8001"
    answer = ask("/guidelines/?q=a", host="localhost:8000")
    assert answer["Location"] == "http://127.0.0.1:8000/guidelines/?q=a"
    assert ask("/", "post", host="localhost:8000").status_code == 405
    assert ask("/", host="localhost:8001").status_code == 404


def test_without_an_address_there_is_no_such_host(settings, word: str) -> None:
    settings.PORTAL_PACKAGES_URL = ""
    assert ask(f"/play/{word}/").status_code == 404


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://packages.example.com", ""),
        ("", ""),
        ("https://portal.example.com:8443", "packages.E002"),
        ("https://PORTAL.example.com", "packages.E002"),
        ("packages.example.com", "packages.E001"),
        ("https://packages.example.com/x", "packages.E001"),
        ("http://packages.example.com", "packages.E003"),
    ],
)
def test_the_check_finds_an_address_that_protects_nothing(settings, address: str, found: str) -> None:
    settings.PORTAL_BASE_URL = "https://portal.example.com"
    settings.PORTAL_PACKAGES_URL = address
    said = StringIO()
    try:
        call_command("check", "--deploy", "--tag", "security", stdout=said, stderr=said)
        text = said.getvalue()
    except SystemCheckError as error:
        text = str(error)
    assert ("packages.E" in text) == bool(found)
    assert found in text


def test_the_package_is_what_the_word_says(cast: Cast, version: CourseVersion) -> None:
    found = Package.objects.get()
    assert found.start == "index.html"
    assert "/content/" in ask(f"/play/{look_token(found)}/").content.decode()


def _gone(sha256: str) -> None:
    raise FileNotFoundError(sha256)


def _broken(sha256: str) -> None:
    raise OSError(sha256)
