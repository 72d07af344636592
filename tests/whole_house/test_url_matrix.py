"""Every URL × every role × GET and POST is declared, other methods are refused; an undeclared route fails."""

from collections.abc import Iterable

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from tests.factories.people import Cast
from tests.whole_house.access import (
    ANONYMOUS,
    CMS_OPEN,
    EMPLOYEE,
    EVERYBODY,
    NOBODY,
    SIGN_IN_OPEN,
    SIGN_IN_OWN,
    Access,
    World,
)
from tests.whole_house.declared import DECLARED, THINGS, joined
from tests.whole_house.routes import CMS_LIST, Route, all_routes, cms_lines, walk

METHODS = ("get", "head", "post", "put", "patch", "delete")
SIGN_IN, MY_SESSIONS = "/signin/", "/signin/sessions/"


def undeclared(routes: Iterable[Route]) -> list[str]:
    known = DECLARED.keys() | SIGN_IN_OPEN | SIGN_IN_OWN
    return [
        f"{route.name} ({route.route})" for route in routes if not route.is_cms and route.name not in known
    ]


def leads_to_a_door(address: str) -> bool:
    return address.startswith((SIGN_IN, "/cms/login/")) and address != MY_SESSIONS


def verdict(response: HttpResponse) -> str:
    """What an answer means to the one who asked."""
    if response.status_code >= 500:
        return "error"
    if response.status_code == 405:
        return "no such method"
    if response.status_code in (301, 302) and leads_to_a_door(response["Location"]):
        return "sign in"
    return "refused" if response.status_code in (401, 403, 404) else "allowed"


def expected(access: Access, actor: str, method: str) -> set[str]:
    """The right answers. A redirect to sign-in closes a door as well as a refusal; HEAD may be left out."""
    closed = {"sign in", "refused"}
    if method == "head":
        return expected(access, actor, "get") | {"no such method"}
    who = {"get": access.get, "post": access.post}.get(method)
    if who is not None:
        return {"allowed"} if actor in who else closed
    knows_the_page = actor in (access.get or access.post or NOBODY)
    return {"no such method"} if knows_the_page else closed | {"no such method"}


def askers(access: Access, method: str) -> list[str]:
    """Everybody; of the methods that no page of ours takes, and of HEAD, one of each side of the door."""
    if method in ("get", "post"):
        return sorted(EVERYBODY)
    knows_the_page = access.get or access.post or NOBODY
    inside, outside = sorted(knows_the_page - {ANONYMOUS}), sorted(EVERYBODY - knows_the_page - {ANONYMOUS})
    return [ANONYMOUS, *inside[:1], *outside[:1]]


def ask(client: Client, method: str, address: str) -> str:
    """Ask without leaving a trace, so that the next actor meets the same world."""
    with transaction.atomic():
        said = verdict(getattr(client, method)(address))
        transaction.set_rollback(True)
    return said


def wrong_answers(world: World, name: str, access: Access) -> list[str]:
    found = []
    address = world.address(name, access)
    for method in METHODS:
        for actor in askers(access, method):
            said = ask(world.client(actor), method, address)
            if said not in expected(access, actor, method):
                found.append(f"{method.upper()} {name} as {actor}: {said}")
    return found


def test_every_route_is_declared() -> None:
    assert undeclared(all_routes()) == []


def test_a_planted_route_is_found() -> None:
    planted = path("hr/", include(([path("secret/", lambda request: HttpResponse(), name="planted")], "hr")))
    resolver = type("Resolver", (), {"url_patterns": [planted]})()
    assert undeclared(walk(resolver)) == ["hr:planted (hr/secret/)"]


def test_nothing_is_declared_that_is_gone() -> None:
    names = {route.name for route in all_routes()}
    assert sorted((DECLARED.keys() | SIGN_IN_OPEN | SIGN_IN_OWN | CMS_OPEN) - names) == []


def test_the_declared_and_nobody_else(cast: Cast) -> None:
    """One world for all routes: making its people costs more than asking them."""
    world = World(cast, THINGS)
    assert [wrong for name, access in DECLARED.items() for wrong in wrong_answers(world, name, access)] == []


def test_a_name_that_two_packages_declare_is_found() -> None:
    with pytest.raises(AssertionError, match="course"):
        joined([{"course": 1, "grant": 2}, {"course": 3}])


def test_a_planted_open_door_is_found(cast: Cast) -> None:
    """Had somebody declared live for nobody, everybody's answer would be reported."""
    found = wrong_answers(World(cast, THINGS), "upkeep:live", Access(get=frozenset()))
    assert "GET upkeep:live as anonymous: allowed" in found


def _sign_in_routes() -> list[Route]:
    return [route for route in all_routes() if route.route.startswith("signin/")]


def _sign_in_example(route: Route) -> str:
    address = route.example()
    for regex, value in (
        (r"(?P<key>[-:\w]+)", "x"),
        (r"(?P<uidb36>[0-9A-Za-z]+)", "1"),
        (r"(?P<key>.+)", "x-y"),
    ):
        address = address.replace(regex, value)
    return address


def test_sign_in_pages_meet_nobody_with_an_error(cast: Cast) -> None:
    world = World(cast, THINGS)
    found = []
    for actor in (ANONYMOUS, EMPLOYEE):
        client = world.client(actor)
        for route in _sign_in_routes():
            for method in METHODS:
                if ask(client, method, _sign_in_example(route)) == "error":
                    found.append(f"{method} {route.name} as {actor}")
    assert found == []


def test_ones_own_sign_in_pages_ask_for_sign_in(cast: Cast) -> None:
    client = World(cast, THINGS).client(ANONYMOUS)
    open_pages = [
        route.name
        for route in _sign_in_routes()
        if route.name in SIGN_IN_OWN and ask(client, "get", _sign_in_example(route)) in ("allowed", "error")
    ]
    assert open_pages == []


def test_nobody_signs_up(cast: Cast) -> None:
    response = Client().post("/signin/signup/", {"email": "new@example.com"})
    assert b"password1" not in response.content
    assert not type(cast.ben).objects.filter(email="new@example.com").exists()


def test_the_list_of_cms_routes_is_current() -> None:
    """A new route of the CMS is looked at before it is taken in: `python -m tests.whole_house.routes`."""
    assert cms_lines(all_routes()) == CMS_LIST.read_text(encoding="utf-8").splitlines()


def open_cms(client: Client, routes: Iterable[Route]) -> list[str]:
    return [
        f"{method.upper()} {route.name} ({route.example()}): {said}"
        for route in routes
        if route.is_cms and route.name not in CMS_OPEN
        for method in ("get", "post")
        if (said := ask(client, method, route.example())) in ("allowed", "error")
    ]


def test_the_cms_is_closed_before_sign_in(cast: Cast) -> None:
    assert open_cms(World(cast, THINGS).client(ANONYMOUS), all_routes()) == []


def test_the_cms_is_closed_to_people_without_a_part_in_it(cast: Cast) -> None:
    assert open_cms(World(cast, THINGS).client(EMPLOYEE), all_routes()) == []


def test_the_cms_has_no_sign_in_of_its_own() -> None:
    """Wagtail's login knows neither second factors nor rate limits."""
    for address in ("/cms/login/?next=/cms/pages/", "/pages/_util/login/"):
        for response in (Client().get(address), Client().post(address, {"username": "x", "password": "y"})):
            assert response.status_code == 405 or response["Location"].startswith(f"{SIGN_IN}login/")
