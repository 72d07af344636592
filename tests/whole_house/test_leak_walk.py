"""What is private stays so on every page, in every search, chooser, file, header and cache."""

import pytest
from django.http import HttpResponse
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from accounts.people.choices import Role
from tests.factories.people import Cast, signed_in
from tests.whole_house.access import ANONYMOUS, EMPLOYEE, EVERYBODY, OWNER, World, only
from tests.whole_house.leak_walk import (
    OTHER_METHODS,
    addresses,
    cms_addresses,
    everything_in,
    leaks,
    sightings,
)
from tests.whole_house.planted import MAKERS, ROOTS, SECRETS, known_to_nobody
from tests.whole_house.test_caching import is_kept_out

# Crisis lead and security officer may do no more than an account admin, an approver no more than an editor,
# legal reads what the owner reads.
LIKE_OTHERS = frozenset({OWNER}) | only(Role.CRISIS_LEAD, Role.SECURITY_OFFICER, Role.APPROVER, Role.LEGAL)


@pytest.fixture
def world(cast: Cast) -> World:
    """With every secret planted."""
    world = World(cast, MAKERS)
    for root in ROOTS:
        world.find(root)
    return world


def asked_by(world: World, actor: str) -> list[str]:
    """A refusal says the same to everybody: two actors are refused everywhere for all."""
    return addresses(world, open_to="" if actor in (ANONYMOUS, EMPLOYEE) else actor)


@pytest.mark.django_db
class TestWalks:
    def test_nobody_meets_what_is_not_theirs(self, world: World) -> None:
        seen = [
            (secret, actor, request)
            for actor in sorted(EVERYBODY - LIKE_OTHERS)
            for secret, request in sightings(world, actor, asked_by(world, actor), SECRETS)
        ]
        assert [
            (request, secret.name) for secret, actor, request in seen if actor not in secret.known_to
        ] == []
        met = {secret.name for secret, _, _ in seen}
        in_the_cms = {"comment", "picture's title", "document's title"}
        assert met >= {secret.name for secret in SECRETS} - in_the_cms

    @pytest.mark.parametrize("actor", [ANONYMOUS, EMPLOYEE, Role.HR.value])
    def test_the_cms_shows_nothing_to_those_without_a_part_in_it(self, actor: str, world: World) -> None:
        secrets = [secret for secret in known_to_nobody() if secret.name != "name of a directory"]
        assert leaks(world, actor, cms_addresses(world), secrets) == []

    def test_the_cms_shows_writers_what_is_written_and_nothing_about_people(self, world: World) -> None:
        seen = list(sightings(world, Role.EDITOR.value, cms_addresses(world), SECRETS))
        assert [
            (request, secret.name) for secret, request in seen if Role.EDITOR.value not in secret.known_to
        ] == []
        assert {secret.name for secret, _ in seen} >= {
            "draft",
            "comment",
            "picture's title",
            "document's title",
        }

    def test_other_methods_say_no_more(self, world: World) -> None:
        asked = addresses(world)
        for actor in (ANONYMOUS, EMPLOYEE):
            assert leaks(world, actor, asked, SECRETS, methods=OTHER_METHODS) == []

    def test_a_copy_from_a_cache_is_not_confirmed_to_others(self, world: World) -> None:
        """What the owner was given may be marked; nobody else hears that it is unchanged."""
        for address in addresses(world):
            given = world.client(OWNER).get(address)
            marks = {
                condition: given[mark]
                for condition, mark in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified"))
                if mark in given
            }
            everything_in(given)
            if marks and world.client(ANONYMOUS).get(address).status_code != 200:
                for outsider in (ANONYMOUS, EMPLOYEE):
                    said = world.client(outsider).get(address, headers=marks)
                    assert said.status_code != 304 or world.client(outsider).get(address).status_code == 200

    def test_errors_are_kept_out_of_caches_too(self, world: World) -> None:
        for address in ("/nowhere/", "/cms/nowhere/", "/hr/", "/guidelines/shown/"):
            assert is_kept_out(world.client(EMPLOYEE).get(address)), address

    def test_a_planted_leak_is_found(self, world: World) -> None:
        """Had nobody a right to know, everybody who does would be reported."""
        found = leaks(world, OWNER, addresses(world), known_to_nobody())
        assert any("/guidelines/shown/" in leak and leak.endswith("limited guideline") for leak in found)
        assert any(leak.endswith("its picture") for leak in found)


def test_a_phrase_is_found_in_headers_streams_and_packed_files() -> None:
    import zipfile
    from io import BytesIO

    from django.http import StreamingHttpResponse

    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet.xml", "Zwergmispel" * 9)
    for answer in (
        HttpResponse("", headers={"Content-Disposition": "attachment; filename=Zwergmispel.pdf"}),
        StreamingHttpResponse([b"Zwerg", b"mispel"]),
        HttpResponse(packed.getvalue()),
    ):
        assert b"Zwergmispel" in everything_in(answer)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_after_signing_out_the_back_button_shows_nothing(
    browser: Browser, live_server: LiveServer, client, cast: Cast
) -> None:
    signed_in(client, cast.ada)
    context = browser.new_context(base_url=live_server.url, locale="en")
    name = "sessionid"
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page = context.new_page()
    page.goto("/my/data/")
    assert "Ada Lindqvist" in page.inner_text("main")
    page.goto("/signin/logout/")
    page.locator("main form button[type=submit]").click()
    page.wait_for_load_state()
    for _ in range(2):
        page.go_back()
        assert "Ada Lindqvist" not in page.content()
    context.close()
