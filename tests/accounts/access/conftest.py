import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.people.models import Employee
from tests.factories.people import signed_in
from tests.factories.register import sound_account


@pytest.fixture
def channel(cast):
    """A live account with one way to work on it: a role for a work login. Ada owns it, Mara stands in."""
    return sound_account(cast)


@pytest.fixture
def way(channel):
    return channel.routes.get()


class Pages:
    """This room's pages, in a browser of their own for each person."""

    def __init__(self) -> None:
        self._browsers: dict[int, Client] = {}

    def of(self, person: Employee) -> Client:
        if person.pk not in self._browsers:
            self._browsers[person.pk] = signed_in(Client(), person)
        return self._browsers[person.pk]

    def answer(self, person: Employee, name: str, /, *refs: object, **query: object) -> HttpResponse:
        return self.of(person).get(reverse(f"access:{name}", args=refs), query)

    def see(self, person: Employee, name: str, /, *refs: object, **query: object) -> BeautifulSoup:
        """Open a page that there is."""
        return self._tree(self.answer(person, name, *refs, **query))

    def send(self, person: Employee, name: str, /, *refs: object, **data: object) -> BeautifulSoup:
        """Post a form, and see where it leads."""
        answer = self.of(person).post(reverse(f"access:{name}", args=refs), data, follow=True)
        return self._tree(answer)

    def refuses(self, person: Employee, name: str, /, *refs: object, **data: object) -> bool:
        """Whether neither reading nor posting is let in."""
        address = reverse(f"access:{name}", args=refs)
        browser = self.of(person)
        codes = {browser.get(address).status_code, browser.post(address, data).status_code}
        return codes <= {403, 404, 405}

    @staticmethod
    def _tree(answer: HttpResponse) -> BeautifulSoup:
        assert answer.status_code == 200, answer
        return BeautifulSoup(answer.content.decode(), "html.parser")


@pytest.fixture
def pages(db) -> Pages:
    return Pages()
