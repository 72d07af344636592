"""Nothing from behind sign-in stays in a cache: not in a proxy, not on a shared computer."""

from django.http import HttpResponse

from tests.factories.people import Cast
from tests.whole_house.access import ANONYMOUS, EMPLOYEE, OWNER, Access, World
from tests.whole_house.declared import DECLARED, THINGS
from tests.whole_house.routes import all_routes

# Whoever knows the address may read it, but it still is about one person.
BY_SECRET_ADDRESS = {"reminders:calendar-feed"}


def is_kept_out(response: HttpResponse) -> bool:
    said = response.get("Cache-Control", "")
    return "no-store" in said and "private" in said


def reader_of(access: Access) -> str:
    """Somebody who may read it, the least powerful first; where nobody may, the owner is refused."""
    return next(
        (actor for actor in (OWNER, EMPLOYEE, *sorted(access.get or ())) if actor in access.get), OWNER
    )


def left_in_caches(world: World, name: str, access: Access) -> list[str]:
    response = world.client(reader_of(access)).get(world.address(name, access))
    return [] if is_kept_out(response) else [f"{name}: {response.get('Cache-Control', 'says nothing')}"]


def test_everything_behind_sign_in_is_kept_out_of_caches(cast: Cast) -> None:
    world = World(cast, THINGS)
    behind = {
        name: access
        for name, access in DECLARED.items()
        if access.get is not None and ANONYMOUS not in access.get and name not in BY_SECRET_ADDRESS
    }
    assert [left for name, access in behind.items() for left in left_in_caches(world, name, access)] == []


def test_the_cms_is_kept_out_of_caches(cast: Cast) -> None:
    client = World(cast, THINGS).client("editor")
    addresses = [route.example() for route in all_routes() if route.is_cms]
    answers = {address: client.get(address) for address in addresses}
    left = [address for address, said in answers.items() if said.status_code == 200 and not is_kept_out(said)]
    assert [address for address in left if "public" not in answers[address].get("Cache-Control", "")] == []


def test_a_planted_answer_that_may_be_kept_is_found() -> None:
    assert not is_kept_out(HttpResponse(headers={"Cache-Control": "private, max-age=300"}))
