"""Walks the portal as a person does: every link and every form on every page somebody can reach."""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

# Wagtail's own pages; what signs the crawler out or asks another machine.
NOT_FOLLOWED = ("/cms/", "/cms-documents/", "/pages/", "/signin/logout/", "/static/", "/assets/")
TYPED = {"text", "search", "email", "tel", "url", "password", ""}
EXAMPLES_PER_ROUTE = 2


@dataclass(frozen=True)
class Field:
    """One control: its name, kind and what it holds when the page opens."""

    name: str
    kind: str
    value: str


@dataclass(frozen=True)
class Form:
    """A form on a page, as the browser would send it."""

    page: str
    action: str
    method: str
    button: tuple[str, str]
    fields: tuple[Field, ...]

    def __str__(self) -> str:
        return f"{self.method} {self.action} on {self.page}"

    def identity(self) -> tuple:
        names = frozenset(field.name for field in self.fields)
        return route_of(self.action), self.method, self.button, names

    def filled(self, kind: str, value: str) -> dict[str, list[str]]:
        """What is sent when every field of `kind` holds `value` and the others what they held."""
        data: dict[str, list[str]] = {}
        for field in self.fields:
            data.setdefault(field.name, []).append(value if field.kind == kind else field.value)
        if self.button[0]:
            data[self.button[0]] = [self.button[1]]
        return data

    def has(self, kind: str) -> bool:
        return any(field.kind == kind for field in self.fields)


def route_of(address: str) -> str:
    """The name of the route that answers, or the path itself."""
    path = urlsplit(address).path
    try:
        return resolve(path).view_name
    except Resolver404:
        return path


def crawl(client: Client, *, start: str = "/", examples: int = EXAMPLES_PER_ROUTE) -> dict[str, HttpResponse]:
    """Every page `client` can reach by links, at most `examples` per route; an address and its answer."""
    pages: dict[str, HttpResponse] = {}
    seen: Counter[str] = Counter()
    waiting = deque([start])
    queued = {start}
    while waiting:
        address = waiting.popleft()
        route = route_of(address)
        if seen[route] >= examples:
            continue
        seen[route] += 1
        pages[address] = client.get(address)
        for link in links(address, pages[address]):
            if link not in queued:
                queued.add(link)
                waiting.append(link)
    return pages


def links(address: str, response: HttpResponse) -> Iterator[str]:
    """The portal's own addresses that an answer leads to."""
    if response.has_header("Location"):
        yield from _own(urljoin(address, response["Location"]))
    if _is_page(response):
        for anchor in BeautifulSoup(response.content, "lxml").find_all("a", href=True):
            yield from _own(urljoin(address, anchor["href"]))


def forms(address: str, response: HttpResponse) -> Iterator[Form]:
    """The forms of a page, one for each of their buttons."""
    if not _is_page(response):
        return
    for form in BeautifulSoup(response.content, "lxml").find_all("form"):
        buttons = {(b.get("name", ""), b.get("value", "")) for b in form.find_all("button")} or {("", "")}
        for button in sorted(buttons):
            action = urljoin(address, form.get("action") or address)
            yield Form(address, action, str(form.get("method", "get")).lower(), button, tuple(_fields(form)))


def _is_page(response: HttpResponse) -> bool:
    return not response.streaming and response.get("Content-Type", "").startswith("text/html")


def _own(link: str) -> Iterator[str]:
    parts = urlsplit(link)
    if not parts.scheme and not parts.netloc and not parts.path.startswith(NOT_FOLLOWED):
        yield f"{parts.path}?{parts.query}" if parts.query else parts.path


def _fields(form: Tag) -> Iterator[Field]:
    chosen: set[str] = set()
    for control in form.find_all(["input", "textarea", "select"]):
        name, kind = control.get("name", ""), _kind(control)
        if not name or kind in {"submit", "button", "file", "csrf"}:
            continue
        if kind == "option":
            if not control.has_attr("checked") and (name in chosen or control["type"] == "checkbox"):
                continue
            chosen.add(name)
        yield Field(name, "choice" if kind == "option" else kind, _value(control))


def _kind(control: Tag) -> str:
    if control.name == "textarea":
        return "text"
    if control.name == "select":
        return "choice"
    kind = control.get("type", "")
    if control.get("name") == "csrfmiddlewaretoken":
        return "csrf"
    if kind in {"radio", "checkbox"}:
        return "option"
    return "text" if kind in TYPED else kind


def _value(control: Tag) -> str:
    if control.name == "textarea":
        return control.text
    if control.name == "select":
        options = control.find_all("option")
        picked = [option for option in options if option.has_attr("selected")] or options[-1:]
        return picked[0].get("value", "") if picked else ""
    return control.get("value", "on" if control.get("type") == "checkbox" else "")
