import pytest
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guidelines.policies.choices import StatementKind
from tests.factories.people import signed_in
from tests.factories.policies import release, request_of
from tests.guidelines.policies.shelves import HTML, confirm, frozen


@pytest.fixture
def of_this_room():
    """Only the queries that ask this room's tables: what the menu counts is budgeted where it is counted."""

    def only(captured: CaptureQueriesContext) -> list[str]:
        return [query["sql"] for query in captured.captured_queries if '"policies_' in query["sql"]]

    return only


@pytest.fixture
def browse(cast, client):
    """Ben's browser; `browse(name, **query)` gives the page's words."""
    signed_in(client, cast.ben, mfa=False)

    def browse(name, *args, **query):
        response = client.get(reverse(f"policies:{name}", args=args), query)
        assert response.status_code == 200, response
        return response.content.decode()

    return browse


@pytest.fixture
def version(cast):
    _ = cast.ben
    texts = [frozen("de", HTML), frozen("en", HTML.replace("Erstens", "Firstly"))]
    return release(editor=cast.edda, approver=cast.falk, texts=texts)


@pytest.fixture
def newer(cast, version):
    """Ben confirmed 1.0; version 2.0 says something else, first in its second part."""
    confirm(cast.ben, version.policy)
    texts = [
        frozen("de", HTML.replace("Nachdenken.", "Zweimal nachdenken."), statement="Ich halte mich daran."),
        frozen("en", HTML),
    ]
    summary = {"de": "Jetzt wird zweimal nachgedacht.", "en": "Think twice now."}
    return release(
        editor=cast.edda, approver=cast.falk, policy=version.policy, texts=texts, change_summary=summary
    )


@pytest.fixture
def ask(cast, client):
    """Release a guideline of some kind and sign Ben in; gives his request."""

    def ask(kind=StatementKind.RECEIPT, **facts):
        _ = cast.ben
        release(editor=cast.edda, approver=cast.falk, statement_kind=kind, **facts)
        signed_in(client, cast.ben)
        return request_of(cast.ben)

    return ask
