"""Where it may go: https, public, as entered by a system admin who has just proven who they are."""

import pytest
from django.test import Client
from django.urls import reverse
from requests.exceptions import InvalidSchema

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.registry import all_stored_facts, my_data_of
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from portal.keys.operations import KeyStillNeeded, add_ring_key, retire_key
from portal.keys.registry import holders
from portal.upkeep.outgoing import PrivateAddress, is_public, outgoing
from tests.factories.people import Cast, EmployeeFactory, signed_in
from tests.factories.training import do
from tests.jobs_tools import drain
from tests.training.xapi.record_store import PASSWORD, USERNAME, RecordStoreServer
from training.courses.models import Course
from training.xapi.addresses import checked
from training.xapi.models import Dispatch, RecordStore
from training.xapi.operations import set_store, switch_off, switch_on, try_again
from training.xapi.rules import InnerAddress, NoStore, NotAnAddress, PasswordNeeded
from training.xapi.sealing import secrets_of

pytestmark = pytest.mark.django_db
ADDRESS = "https://lrs.example.com/xapi"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "lrs.example.com",
        "http://lrs.example.com/xapi",
        "ftp://lrs.example.com/",
        "https://",
        "https:///xapi",
        "https://user:pw@lrs.example.com/",
        "https://lrs.example.com/?a=b",
        "https://lrs.example.com/xapi?",
        "https://lrs.example.com/#x",
        "https://lrs.example.com:99999/",
        "https://lrs.example.com\\@evil.example/",
        "https://lrs.example.com/ x",
        "https://lrs.example.com/\x00",
        "https://lrs.exämple.com/",
        "https://[::1",
        f"https://lrs.example.com/{'x' * 300}",
    ],
)
def test_an_address_is_https_and_nothing_else(address: str) -> None:
    with pytest.raises(NotAnAddress):
        checked(address, private=True)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "intranet",
        "lrs.local",
        "lrs.internal",
        "10.0.0.1",
        "192.168.1.9",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "2130706433",
        "127.1",
        "[::1]",
        "[fe80::1]",
        "[fd00::1]",
        "[::ffff:10.0.0.1]",
        "[64:ff9b::a00:1]",
        "224.0.0.1",
    ],
)
def test_inner_addresses_need_a_setting(host: str) -> None:
    with pytest.raises(InnerAddress):
        checked(f"https://{host}/xapi", private=False)
    assert checked(f"https://{host}/xapi/", private=True) == f"https://{host}/xapi"


@pytest.mark.parametrize("host", ["lrs.example.com", "lrs.example.com:8443", "[2606:4700::1111]", "1.1.1.1"])
def test_public_addresses_are_taken(host: str) -> None:
    assert checked(f" https://{host}/xapi/ ", private=False) == f"https://{host}/xapi"


def test_a_name_that_leads_inside_is_told_nothing(server: RecordStoreServer) -> None:
    """The address is looked at when it is reached: a name that led elsewhere before helps nobody."""
    with outgoing(private=False) as session, pytest.raises(PrivateAddress):
        session.put(server.endpoint, data=b"{}", timeout=5, allow_redirects=False)
    assert server.calls == []
    assert is_public("1.1.1.1")


def test_only_https_is_spoken(server: RecordStoreServer) -> None:
    with outgoing(private=True) as session, pytest.raises(InvalidSchema):
        session.get(server.endpoint.replace("https", "http"), timeout=5)


def test_a_store_that_moved_inside_gets_nothing(
    cast: Cast, server: RecordStoreServer, store: RecordStore, basics: Course, settings
) -> None:
    settings.XAPI_PRIVATE_ADDRESSES = False
    do(cast.ben, basics)
    drain(allow_errors=True)
    assert (Dispatch.objects.get().error, server.calls) == ("inner address", [])


def test_a_foreign_certificate_gets_nothing(
    cast: Cast, server: RecordStoreServer, store: RecordStore, basics: Course, settings
) -> None:
    settings.PORTAL_CA_FILE = ""
    do(cast.ben, basics)
    drain(allow_errors=True)
    assert (Dispatch.objects.get().error, server.calls) == ("certificate", [])


def test_a_wrong_password_waits_for_the_right_one(
    cast: Cast, server: RecordStoreServer, basics: Course
) -> None:
    set_store(endpoint=server.endpoint, username=USERNAME, password="wrong", by=cast.ines)
    switch_on(by=cast.ines)
    do(cast.ben, basics)
    drain(allow_errors=True)
    assert Dispatch.objects.get().error == "http 401"
    before = secrets_of(RecordStore.objects.get()).key
    set_store(endpoint=server.endpoint, username=USERNAME, password=PASSWORD, by=cast.ines)
    store = RecordStore.objects.get()
    assert (store.is_on, secrets_of(store).key) == (True, before)


def test_the_password_goes_nowhere_else(cast: Cast) -> None:
    """It stays for the same address and user name; for any other it is entered again."""
    first = set_store(endpoint=ADDRESS, username=USERNAME, password=PASSWORD, by=cast.ines)
    kept = set_store(endpoint=f"{ADDRESS}/", username=USERNAME, password="", by=cast.ines)
    assert (kept.pk, secrets_of(kept).password) == (first.pk, PASSWORD)
    for facts in ({"endpoint": "https://other.example.com"}, {"username": "other"}):
        with pytest.raises(PasswordNeeded):
            set_store(**{"endpoint": ADDRESS, "username": USERNAME, "password": "", "by": cast.ines, **facts})
    assert RecordStore.objects.count() == 1


def test_the_password_lies_in_an_envelope(cast: Cast, settings, tmp_path) -> None:
    """V8's habit: the database alone opens nothing, and a change of keys takes it along."""
    settings.PORTAL_KEYS_DIR = str(tmp_path)
    store = set_store(endpoint=ADDRESS, username=USERNAME, password=PASSWORD, by=cast.ines)
    assert PASSWORD.encode() not in bytes(store.sealed)
    assert PASSWORD not in str(list(AuditEvent.objects.values()))
    assert PASSWORD not in repr(secrets_of(store))
    (known,) = [one for one in holders() if one.name == "record stores"]
    ((pk, key),) = list(known.iterate())
    add_ring_key()
    with pytest.raises(KeyStillNeeded):
        retire_key(key_id=key)
    known.replace(pk)
    assert [other for _pk, other in known.iterate()] != [key]
    assert secrets_of(RecordStore.objects.get()).password == PASSWORD


@pytest.mark.parametrize("who", [role for role in Role if role != Role.SYSTEM_ADMIN])
def test_only_system_admins_connect(cast: Cast, who: Role) -> None:
    person = EmployeeFactory(roles=[who])
    for act in (switch_on, switch_off, try_again):
        with pytest.raises(NotPermitted):
            act(by=person)
    with pytest.raises(NotPermitted):
        set_store(endpoint=ADDRESS, username=USERNAME, password=PASSWORD, by=person)
    assert AuditEvent.objects.filter(verb="xapi.refused", actor=person.ref).count() == 4


def test_nothing_is_switched_on_that_is_not_there(cast: Cast) -> None:
    for act in (switch_on, switch_off, try_again):
        with pytest.raises(NoStore):
            act(by=cast.ines)


def test_the_pages_enter_switch_and_never_show_the_password(cast: Cast, client: Client) -> None:
    ines = signed_in(client, cast.ines)
    edit, switch = reverse("xapi:store-edit"), reverse("xapi:store-switch")
    wrong = ines.post(edit, {"endpoint": "http://x", "username": USERNAME, "password": PASSWORD})
    assert (wrong.status_code, PASSWORD in wrong.content.decode()) == (422, False)
    form = {"endpoint": ADDRESS, "username": USERNAME, "password": PASSWORD}
    ines.post(edit, form)
    ines.post(switch, {"on": "yes"})
    assert RecordStore.objects.get().is_on
    for address in (edit, reverse("xapi:store-show")):
        page = ines.get(address)
        assert ADDRESS in page.content.decode()
        assert PASSWORD not in page.content.decode()
        assert "no-store" in page["Cache-Control"]
    ines.post(switch, {"on": "no"})
    assert not RecordStore.objects.get().is_on
    verbs = AuditEvent.objects.filter(verb__startswith="xapi.").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["xapi.refused", "xapi.store_set", "xapi.switched_on", "xapi.switched_off"]


def test_changes_ask_for_a_recent_proof(cast: Cast, client: Client) -> None:
    set_store(endpoint=ADDRESS, username=USERNAME, password=PASSWORD, by=cast.ines)
    late = signed_in(client, cast.ines, seconds_ago=3600)
    assert late.get(reverse("xapi:store-show")).status_code == 200
    for name in ("store-edit", "store-switch", "store-again"):
        answer = late.post(reverse(f"xapi:{name}"), {"on": "yes"})
        assert "reauthenticate" in answer["Location"]
    assert not RecordStore.objects.get().is_on


def test_data_protection_looks_and_changes_nothing(cast: Cast, client: Client) -> None:
    set_store(endpoint=ADDRESS, username=USERNAME, password=PASSWORD, by=cast.ines)
    page = signed_in(client, cast.dana).get(reverse("xapi:store-show"))
    assert ADDRESS in page.content.decode()
    assert reverse("xapi:store-edit") not in page.content.decode()


@pytest.mark.parametrize("answer", [400, 503])
def test_what_did_not_arrive_is_shown_and_sent_again(
    cast: Cast, server: RecordStoreServer, store: RecordStore, basics: Course, answer: int
) -> None:
    do(cast.ben, basics)
    server.answers = [answer]
    drain(allow_errors=True)
    ines = signed_in(Client(), cast.ines)
    page = ines.get(reverse("xapi:store-show")).content.decode()
    assert f"http {answer}" in page
    assert cast.ben.name not in page
    assert (reverse("xapi:store-again") in page) == (answer == 400)
    if answer == 400:
        ines.post(reverse("xapi:store-again"))
        drain()
        assert Dispatch.objects.get().state == "sent"


def test_works_council_and_people_are_told(
    cast: Cast, server: RecordStoreServer, store: RecordStore, basics: Course
) -> None:
    def said() -> list[str]:
        return [str(row.place) for row in all_stored_facts() if "xAPI" in str(row.place)]

    assert said() == ["Record store for learning (xAPI): switched on"]
    do(cast.ben, basics)
    drain()
    ben = Employee.objects.get(pk=cast.ben.pk)
    rows = [row for part in my_data_of(ben) if "pseudonym" in str(part.title) for row in part.rows]
    assert [(row["Course"], row["State"]) for row in rows] == [("basics", "Sent")]
    assert not [part for part in my_data_of(cast.ada) if "pseudonym" in str(part.title)]
    switch_off(by=cast.ines)
    assert said() == ["Record store for learning (xAPI): switched off"]
