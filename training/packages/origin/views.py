from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.template.loader import render_to_string

from training.packages.media_types import DOWNLOAD, media_type_of
from training.packages.models import PackageFile
from training.packages.origin.addresses import content_path, portal_origin
from training.packages.origin.policy import CONTENT, PLAYER, harden
from training.packages.origin.ranges import NotSatisfiable, part_of
from training.packages.storing import opened, pieces_of
from training.packages.tokens import package_of

PLAYER_FILES: Mapping[str, str] = {
    "scorm12.min.js": "text/javascript",
    "player.js": "text/javascript",
    "player.css": "text/css",
}
HOUR = 3600


def play(request: HttpRequest, token: str) -> HttpResponseBase:
    """Our own page around a package: it offers the API and tells the portal what the package says."""
    package = package_of(token)
    if package is None or is_alone(request):
        return refusal(request, "expired" if package is None else "alone", 403)
    facts = {
        "package": package,
        "portal": portal_origin(),
        "start": content_path(token, package.start) + package.parameters,
    }
    response = HttpResponse(render_to_string("packages/origin/play.html", facts))
    # Whoever learnt at this computer before, and whatever package: nothing of theirs is left in the browser.
    response["Clear-Site-Data"] = '"cookies", "storage"'
    return harden(response, PLAYER)


def content(request: HttpRequest, token: str, path: str) -> HttpResponseBase:
    """One file of a package, as it was uploaded."""
    package = package_of(token)
    if package is None:
        return refusal(request, "expired", 403)
    if request.headers.get("Service-Worker") or is_alone(request):
        return refusal(request, "alone", 403)
    file = PackageFile.objects.filter(package=package, path=path).first()
    return refusal(request, "missing", 404) if file is None else _file(request, file)


def player_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """The few files of our player; static files of the portal are not served on this origin."""
    if name not in PLAYER_FILES:
        return refusal(request, "missing", 404)
    response = FileResponse(_found(name).open("rb"), content_type=PLAYER_FILES[name])
    response["Cache-Control"] = f"public, max-age={HOUR}"
    return harden(response, PLAYER)


def refusal(request: HttpRequest, why: str, status: int) -> HttpResponseBase:
    """A sentence in the browser's language: this origin knows nobody's."""
    page = render_to_string("packages/origin/refusal.html", {"why": why})
    return harden(HttpResponse(page, status=status), PLAYER)


def is_alone(request: HttpRequest) -> bool:
    """Whether this would be a page of its own instead of a frame, which the page around it keeps in place."""
    return request.headers.get("Sec-Fetch-Dest", "") == "document"


def _file(request: HttpRequest, file: PackageFile) -> HttpResponseBase:
    etag, media_type = f'"{file.sha256}"', media_type_of(file.path)
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponseBase = HttpResponse(status=304)
    else:
        response = _bytes(request, file, media_type)
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    # Kept by this browser alone, and asked about each time: the signed word in the address ends.
    response["Cache-Control"] = "private, no-cache"
    if media_type == DOWNLOAD:
        response["Content-Disposition"] = "attachment"
    return harden(response, CONTENT)


def _bytes(request: HttpRequest, file: PackageFile, media_type: str) -> HttpResponseBase:
    try:
        part = part_of(request.headers.get("Range", ""), file.size)
    except NotSatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    try:
        source = opened(file.sha256)
    except FileNotFoundError:
        return refusal(request, "missing", 404)
    start, length = part or (0, file.size)
    source.seek(start)
    wanted = 0 if request.method == "HEAD" else length
    response = StreamingHttpResponse(pieces_of(source, wanted), status=206 if part else 200)
    response["Content-Type"] = media_type
    response["Content-Length"] = str(length)
    if part:
        response["Content-Range"] = f"bytes {start}-{start + length - 1}/{file.size}"
    return response


@cache
def _found(name: str) -> Path:
    found = finders.find(f"packages/player/{name}")
    if found is None:
        raise FileNotFoundError(name)
    return Path(found)
