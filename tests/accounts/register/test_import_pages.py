"""The way of a list through the pages, as an account admin walks it."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from accounts.imports.choices import State
from accounts.imports.limits import FILE_BYTES_MAX
from accounts.imports.previewing import PAGE
from accounts.register.choices import PlatformKind
from accounts.register.lists.columns import FIELDS, guess
from accounts.register.models import AccountList, CorporateAccount
from tests.accounts.register.spreadsheets import applied, carry_out, checked, csv_of, empty, row, xlsx_of
from tests.factories.people import signed_in
from tests.factories.register import account, platform

pytestmark = pytest.mark.django_db
START, UPLOAD = "/accounts/import/", "/accounts/import/upload/"


@pytest.fixture
def admin(client, cast):
    platform("bildnetz")
    _ = cast.ada, cast.mara
    cast.anton.language = "en"
    cast.anton.save()
    return signed_in(client, cast.anton)


def sent(client, content: bytes, name: str = "accounts.csv"):
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, content)})


def said(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_from_the_list_of_accounts_to_the_register(admin, cast):
    assert START in admin.get(reverse("register:account-list")).content.decode()
    response = sent(admin, csv_of(row("@a", status="live"), row("@b", owner="nobody")))
    found = AccountList.objects.get()
    assert response.headers["Location"] == found.columns_url
    page = admin.get(found.columns_url)
    fields = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    assert fields["column_platform"] == "0"
    assert "entity" not in fields
    assert admin.post(found.columns_url, fields).headers["Location"] == found.get_absolute_url()
    assert "Being checked" in said(admin.get(found.get_absolute_url()))
    assert admin.get(found.get_absolute_url(), headers={"HX-Request": "true"}).status_code == 200
    carry_out()
    polled = admin.get(found.get_absolute_url(), headers={"HX-Request": "true"})
    assert polled.headers["HX-Refresh"] == "true"
    preview = said(admin.get(found.get_absolute_url()))
    assert "New Owner: Ada Lindqvist" in preview
    assert "Owner: Nobody who works here is found by “nobody”." in preview
    assert "@a" not in said(admin.get(found.get_absolute_url(), {"show": "refused"}))
    assert "@b" not in said(admin.get(found.get_absolute_url(), {"q": "@a"}))
    assert "Some rows are refused" in said(admin.post(found.apply_url, follow=True))
    admin.post(found.apply_url, {"leave_out_refused": "on"})
    admin.post(found.apply_url, {"leave_out_refused": "on"})  # a second click
    carry_out()
    done = said(admin.get(found.get_absolute_url()))
    assert "1 new, 0 changed, 0 unchanged, 1 left out." in done
    assert "Owner: Nobody who works here" in done
    assert "Unchanged" not in done
    assert CorporateAccount.objects.get().status == "live"
    assert "accounts.csv" in said(admin.get(START))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\xd0\xcf\x11\xe0", "old or protected Excel file"),
        (b"PK\x03\x04", "This XLSX file is damaged"),
        (b";;\r\n", "The first row of the file has to hold the headings."),
        (
            csv_of([*row(), "x"], headings=[*(f.german for f in FIELDS), "Passwort"]),
            "The column “Passwort” looks",
        ),
    ],
)
def test_a_bad_file_is_answered_with_a_sentence(admin, content, sentence):
    response = sent(admin, content)
    assert response.status_code == 422
    assert sentence in said(response)
    assert not AccountList.objects.exists()


def test_a_file_that_is_too_large_is_not_read(admin):
    response = admin.post(
        UPLOAD, data=b"", content_type="multipart/form-data", CONTENT_LENGTH=str(FILE_BYTES_MAX * 2)
    )
    assert response.status_code == 413
    assert "at most 40 MB" in said(response)


def test_columns_that_are_missing_or_doubled_are_named(admin):
    sent(admin, b"Kanalname;Zweck\r\n@a;News\r\n")
    found = AccountList.objects.get()
    fields = {"column_purpose": "1", "column_brand": "1", "status_of_new": "planned"}
    response = admin.post(found.columns_url, fields)
    assert response.status_code == 422
    text = said(response)
    assert "Platform: Please choose the column that holds this." in text
    assert "Handle: Please choose the column that holds this." in text
    assert "Purpose: This column is chosen more than once." in text


def test_columns_are_corrected_by_hand(admin, cast):
    sent(
        admin,
        csv_of(["Bildnetz", "@a", "x", "ada", "mara"], headings=["Wo", "Was", "Wozu", "Wer", "Wer noch"]),
    )
    found = AccountList.objects.get()
    assert found.mapping == {}
    names = ("platform", "handle", "purpose", "owner", "deputy")
    fields = {f"column_{name}": str(at) for at, name in enumerate(names)}
    admin.post(found.columns_url, {**fields, "status_of_new": "dormant"})
    carry_out()
    assert found.rows.get().status == "dormant"


@pytest.mark.parametrize(
    ("language", "words"), [("de", "Bedeutung: Mittel → Hoch"), ("en", "Criticality: Medium → High")]
)
def test_old_and_new_stand_side_by_side_in_the_readers_language(client, cast, language, words):
    account(cast)
    cast.anton.language = language
    cast.anton.save()
    found = checked(csv_of(empty(criticality="hoch")), cast.anton)
    assert words in said(signed_in(client, cast.anton).get(found.get_absolute_url()))


def test_hostile_text_stays_text(admin, cast):
    purpose = "<script>alert(1)</script>"
    account(cast, "@old")
    content = csv_of(
        row("<script>alert(2)</script>"),
        row("@b", platform="<script>alert(3)</script>", owner="<script>alert(4)</script>"),
        empty("@old", purpose=purpose),
        row("evil\u202ehandle"),
    )
    found = checked(content, cast.anton)
    body = admin.get(found.get_absolute_url()).content.decode()
    assert "<script>alert" not in body
    assert body.count("&lt;script&gt;alert") == 5
    assert "\u202e" not in body
    assert "turn the direction of writing around" in body


def test_what_stays_live_without_an_approval_is_said_before(admin, cast):
    platform("botenfunk", PlatformKind.MESSENGER)
    found = checked(csv_of(row(platform="Botenfunk", status="live")), cast.anton)
    assert "Stays live, with an urgent finding" in said(admin.get(found.get_absolute_url()))


def test_that_the_file_was_deleted_for_something_private_is_said(admin, cast):
    """V7: the private address is neither stored nor shown."""
    content = csv_of(row(recovery_mail="privat", recovery_address="ada.private@mail.example"))
    found = checked(content, cast.anton)
    text = said(admin.get(found.get_absolute_url()))
    assert "Private addresses are never stored." in text
    assert "The file has been deleted here" in text
    assert "ada.private" not in text
    assert "Change columns" not in text
    assert admin.get(found.columns_url).headers["Location"] == found.get_absolute_url()


def test_the_preview_is_paged_within_its_queries(admin, cast, django_assert_max_num_queries):
    """Seventeen queries whatever the number of rows: seven of the preview, the rest is the frame."""
    found = checked(csv_of(*(row(f"@a{n:03}", status="live") for n in range(PAGE + 10))), cast.anton)
    admin.get(found.get_absolute_url())
    with django_assert_max_num_queries(17):
        page = admin.get(found.get_absolute_url())
    assert page.content.decode().count("@a0") == PAGE
    second = admin.get(f"{found.get_absolute_url()}{page.context['next']}").content.decode()
    assert "@a059" in second
    assert "@a049" not in second


@pytest.mark.parametrize(
    "query", ["after=-1", "after=9999999999999", "after=%00", "show=%00", "q=%00%27", "q=" + "x" * 4000]
)
def test_addresses_with_nonsense_are_answered(admin, cast, query):
    found = checked(csv_of(row()), cast.anton)
    assert admin.get(f"{found.get_absolute_url()}?{query}").status_code == 200


def test_a_list_is_not_applied_twice_and_not_discarded_afterwards(admin, cast):
    found = applied(checked(csv_of(row()), cast.anton), cast.anton)
    for act in (found.apply_url, found.discard_url):
        assert "This import has gone on meanwhile." in said(admin.post(act, follow=True))
    found.refresh_from_db()
    assert found.state == State.APPLIED


def test_discarding_says_that_nothing_stays(admin, cast):
    found = checked(csv_of(row()), cast.anton)
    assert "have been deleted" in said(admin.post(found.discard_url, follow=True))
    assert not found.rows.exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(("language", "name"), [("de", "konten"), ("en", "accounts")])
def test_templates_are_downloaded_in_the_language_of_the_page(client, cast, kind, language, name):
    cast.anton.language = language
    cast.anton.save()
    browser = signed_in(client, cast.anton)
    response = browser.get(reverse("register:import-template", args=[kind]))
    assert response["Content-Disposition"] == f'attachment; filename="{name}.{kind}"'
    headings = [field.german if language == "de" else field.english for field in FIELDS]
    if kind == "csv":
        assert response.content.decode("utf-8-sig").splitlines()[0] == ";".join(headings)
    else:
        book = load_workbook(io.BytesIO(response.content))
        assert [cell.value for cell in book.worksheets[0][1]] == headings
        assert len(list(book.worksheets[1].rows)) == len(FIELDS) + 1
    assert guess(headings) == {field.name: at for at, field in enumerate(FIELDS)}
    assert browser.get(reverse("register:import-template", args=["exe"])).status_code == 404


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_template_calls_things_as_the_pages_do(language):
    with translation.override(language):
        for field in FIELDS:
            assert str(field.label) == (field.german if language == "de" else field.english)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_template_that_comes_back_unchanged_registers_nothing(admin, cast, kind):
    """Its example names people who do not work here."""
    platform("linkedin", name_de="LinkedIn", name_en="LinkedIn")
    content = admin.get(reverse("register:import-template", args=[kind])).content
    found = checked(content, cast.anton)
    assert found.counts == {"new": 0, "changed": 0, "unchanged": 0, "refused": 1}
    assert {reason["column"] for reason in found.rows.get().reasons} == {"owner", "deputy"}


def test_both_kinds_of_file_are_taken(admin, cast):
    for content in (csv_of(row("@csv")), xlsx_of(row("@xlsx"))):
        sent(admin, content, "konten ä.xlsx")
    assert AccountList.objects.count() == 2
