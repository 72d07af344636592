"""Walks every address as somebody and reads every answer, headers and files included, for planted secrets."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from tests.whole_house.access import World
from tests.whole_house.declared import DECLARED
from tests.whole_house.planted import COMMON, Secret
from tests.whole_house.routes import Route, all_routes

# Asked of every list: a search that finds everything, and what Wagtail's lists and APIs understand.
SEARCH = f"?q={COMMON}&search={COMMON}&fields=*&format=json"
CMS_SEARCHES = (SEARCH, "?export=csv")
ON_PURPOSE = "cms/failwhale/"  # always an error
# Whoever knows this address of Ada's calendar may read it; the walk is about those who do not.
BY_SECRET_ADDRESS = "reminders:calendar-feed"
# What other sites have and this one does not, or what a guess would try.
GUESSES = """/sitemap.xml /robots.txt /feed/ /rss/ /api/ /api/v2/pages/ /api/v2/images/ /api/v2/documents/
/search/ /media/ /media/images/ /media/original_images/ /media/documents/ /cms-documents/ /nowhere/
/pages/""".split()
OTHER_METHODS = ("head", "options")


def addresses(world: World, *, open_to: str = "") -> list[str]:
    """Every declared page with the planted things, every list searched, and guesses.

    Of the pages those alone that one actor may open, if one is named: the matrix of addresses sees to it that
    the others are refused.
    """
    read = {
        name: access
        for name, access in DECLARED.items()
        if access.get is not None and name != BY_SECRET_ADDRESS and (not open_to or open_to in access.get)
    }
    pages = [world.address(name, access) for name, access in read.items()]
    lists = [reverse(name) + SEARCH for name, access in read.items() if not access.ids]
    return [*pages, *lists, *GUESSES, *_files(world)]


def _files(world: World) -> list[str]:
    """The raw addresses of what was uploaded, and of the pages that hold it."""
    image, document, page = (world.find(name) for name in ("image", "document", "draft"))
    rendition = image.get_rendition("max-165x165")
    return [image.file.url, rendition.url, document.file.url, document.url, page.url or "/pages/x/"]


def cms_addresses(world: World) -> list[str]:
    """Every address of the CMS with the planted things in its place, searched, exported and chosen."""
    found = []
    for route in all_routes():
        if route.is_cms and route.route != ON_PURPOSE:
            address = _with_planted(world, route)
            found += [address, *(address + search for search in CMS_SEARCHES if "<" not in route.route)]
    image, document, page = (world.find(name).pk for name in ("image", "document", "draft"))
    return [
        *found,
        f"{reverse('wagtailimages_chooser:chosen_multiple')}?id={image}",
        f"{reverse('wagtaildocs_chooser:chosen_multiple')}?id={document}",
        f"{reverse('wagtailadmin_choose_page_chosen_multiple')}?id={page}",
        f"{reverse('wagtailadmin_tag_autocomplete')}?term={COMMON[:4]}",
    ]


def _with_planted(world: World, route: Route) -> str:
    kind = "image" if "image" in route.route else "document" if "doc" in route.route else "draft"
    thing = str(world.find(kind).pk)
    example = route.example().replace("/chosen/x/", "/chosen/1/")
    return re.sub(r"(?<=/)1(?=/|$)", thing, example.replace("1...2", "earliest...latest"))


def sightings(
    world: World,
    actor: str,
    asked: Iterable[str],
    secrets: Iterable[Secret],
    methods: tuple[str, ...] = ("get",),
) -> Iterator[tuple[Secret, str]]:
    """Each secret that an answer to `actor` gives away, with the request; nothing is left changed."""
    client, secrets = world.client(actor), tuple(secrets)
    for address in asked:
        for method in methods:
            with transaction.atomic():
                content = everything_in(getattr(client, method)(address))
                transaction.set_rollback(True)
            yield from (
                (secret, f"{method.upper()} {address} as {actor}")
                for secret in secrets
                if secret.pattern.search(content)
            )


def leaks(world: World, actor: str, asked: Iterable[str], secrets: Iterable[Secret], **how) -> list[str]:
    """What `actor` comes across and must not."""
    return [
        f"{request}: {secret.name}"
        for secret, request in sightings(world, actor, asked, secrets, **how)
        if actor not in secret.known_to
    ]


def everything_in(response: HttpResponse) -> bytes:
    """Headers and body; the parts of a packed file (XLSX, ZIP) unpacked."""
    streamed = getattr(response, "streaming_content", None)
    body = response.content if streamed is None else b"".join(streamed)
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    if body[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    return headers.encode() + b"\n" + body
