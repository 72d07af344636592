"""Putting secrets in, as people meet it: mistakes beside fields, and nothing ever given back."""

from io import BytesIO

import pytest
import zxingcpp
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.vault.choices import CredentialKind, VersionState
from accounts.vault.models import Credential, CredentialVersion
from tests.factories.people import signed_in
from tests.factories.vault import PASSWORD, SEED, access_to, credential, seen, shared_account

pytestmark = pytest.mark.django_db
OTPAUTH = f"otpauth://totp/Bildnetz:hafenlicht?secret={SEED}&issuer=Bildnetz"
HOTP = f"otpauth://hotp/Bildnetz?secret={SEED}&counter=1"


@pytest.fixture
def account(cast):
    return shared_account(cast)


@pytest.fixture
def anton(client, cast):
    return signed_in(client, cast.anton)


def put_in(browser, account, kind, **facts):
    """Fill in the form and send it; the answer of the server."""
    data = {"label": "Kanal", "is_companys": "on", **facts}
    return browser.post(reverse("vault:credential-add", args=[account.ref, kind]), data)


def picture_of(text, form="PNG"):
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    return file_of(Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=5)), form)


def file_of(image, form="PNG"):
    content = BytesIO()
    image.save(content, form)
    return SimpleUploadedFile(f"qr.{form.lower()}", content.getvalue())


def test_a_password_is_put_in_and_not_shown(anton, account, cast):
    """V3"""
    answer = put_in(anton, account, "password", text=PASSWORD, login="kanal@hafenlicht.example")
    assert answer.status_code == 302
    made = Credential.objects.get()
    assert made.in_force.state == VersionState.LIVE
    pages = [
        reverse("register:account-show", args=[account.ref]),
        *(reverse(f"vault:credential-{name}", args=[made.ref]) for name in ("show", "edit", "renew")),
    ]
    for page in pages:
        body = anton.get(page).content.decode()
        assert PASSWORD not in body, page
    access_to(account, to=cast.ben, by=cast.ada)
    assert seen(made, by=cast.ben).text == PASSWORD


@pytest.mark.parametrize(
    ("kind", "secret"),
    [
        ("password", {"text": PASSWORD}),
        ("api_token", {"text": "tok-31415926"}),
        ("totp", {"text": OTPAUTH}),
        ("recovery_codes", {"codes": "aaaa-1111\nbbbb-2222"}),
    ],
)
@pytest.mark.parametrize("mistake", ["label", "is_companys", "login"])
def test_after_a_mistake_elsewhere_the_secret_does_not_come_back(anton, account, kind, secret, mistake):
    """V3, V7: the mistake is said beside its field, and the secret has to be typed again."""
    wrong = {"label": "", "is_companys": "", "login": "kim@gmx.de"}[mistake]
    answer = put_in(anton, account, kind, **secret, **{mistake: wrong})
    body = answer.content.decode()
    assert answer.status_code == 200
    assert "field-error" in body
    assert f"id_{mistake}" in body
    for part in ("aaaa-1111", "bbbb-2222", SEED, PASSWORD, "tok-31415926"):
        assert part not in body
    assert not Credential.objects.exists()


@pytest.mark.parametrize("seed", [OTPAUTH, "jbsw y3dp ehpk 3pxp jbsw y3dp ehpk 3pxp"])
def test_a_second_factor_comes_from_its_address_or_key(anton, account, seed):
    assert put_in(anton, account, "totp", text=seed).status_code == 302
    version = CredentialVersion.objects.get()
    assert (version.algorithm, version.digits, version.period) == ("SHA1", 6, 30)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_second_factor_comes_from_a_picture(anton, account, cast, form):
    """The picture is read and not kept."""
    address = f"{OTPAUTH}&algorithm=SHA256&digits=8&period=60"
    assert put_in(anton, account, "totp", picture=picture_of(address, form)).status_code == 302
    version = CredentialVersion.objects.get()
    assert (version.algorithm, version.digits, version.period) == ("SHA256", 8, 60)
    access_to(account, to=cast.ben, by=cast.ada)
    assert len(seen(version.credential, by=cast.ben).code.code) == 8


def _too_large():
    return file_of(Image.new("1", (5001, 5000)))


def _text_file():
    return SimpleUploadedFile("qr.png", b"otpauth://totp/x?secret=" + SEED.encode())


def _cut():
    whole = picture_of(OTPAUTH)
    return SimpleUploadedFile("qr.png", whole.read()[:200])


def _postscript():
    return SimpleUploadedFile("qr.png", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\n")


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (_too_large, "lässt sich nicht lesen"),
        (_text_file, "lässt sich nicht lesen"),
        (_cut, "lässt sich nicht lesen"),
        (_postscript, "lässt sich nicht lesen"),
        (lambda: file_of(Image.new("L", (200, 200), 255)), "kein QR-Code eines zweiten Faktors"),
        (lambda: picture_of("https://hafenlicht.example"), "kein QR-Code eines zweiten Faktors"),
        (lambda: picture_of(HOTP), "Zählerbasierte Codes"),
    ],
    ids=["25 megapixels", "text", "cut", "postscript", "empty", "another code", "counter"],
)
def test_a_picture_that_will_not_do_is_refused_beside_its_field(anton, account, picture, words):
    body = put_in(anton, account, "totp", picture=picture()).content.decode()
    assert words in body
    assert "#id_picture" in body
    assert SEED not in body
    assert not Credential.objects.exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "Adresse oder den Schlüssel"), (HOTP, "Zählerbasierte Codes"), (f"{OTPAUTH}&digits=9", "6 bis 8")],
)
def test_an_address_that_will_not_do_is_refused_beside_its_field(anton, account, text, words):
    body = put_in(anton, account, "totp", text=text).content.decode()
    assert words in body
    assert "#id_text" in body
    assert SEED not in body


def test_recovery_codes_are_counted(anton, account):
    codes = "aaaa-1111\r\n\r\n bbbb-2222 \r\naaaa-1111\r\n"
    assert put_in(anton, account, "recovery_codes", codes=codes).status_code == 302
    assert CredentialVersion.objects.get().codes.count() == 2
    body = put_in(anton, account, "recovery_codes", codes=" \n ").content.decode()
    assert "#id_codes" in body


def test_of_a_security_key_only_the_place_is_asked(anton, account, cast):
    page = reverse("vault:credential-add", args=[account.ref, "hardware_key"])
    body = anton.get(page).content.decode()
    assert 'name="custodian"' in body
    for unused in ("text", "codes", "login", "four_eyes"):
        assert f'name="{unused}"' not in body
    facts = {"label": "Schlüssel 1", "custodian": cast.ada.login_id, "place": "Tresor"}
    assert anton.post(page, facts).status_code == 302
    made = Credential.objects.get()
    assert (made.custodian, made.versions.count()) == (cast.ada, 0)
    body = anton.get(reverse("vault:credential-show", args=[made.ref])).content.decode()
    assert "Tresor" in body
    assert reverse("vault:reveal-ask", args=[made.ref]) not in body


def test_a_new_secret_is_prepared_and_put_in_force(anton, account, cast):
    """V4"""
    login = credential(account, by=cast.anton)
    answer = anton.post(
        reverse("vault:credential-renew", args=[login.ref]), {"text": "the-next"}, follow=True
    )
    body = answer.content.decode()
    assert "the-next" not in body
    in_force = reverse("vault:credential-in-force", args=[login.ref])
    assert in_force in body
    anton.post(in_force)
    access_to(account, to=cast.ben, by=cast.ada)
    assert seen(login, by=cast.ben).text == "the-next"
    states = list(login.versions.order_by("number").values_list("state", flat=True))
    assert states == [VersionState.RETIRED, VersionState.LIVE]


def test_putting_in_asks_who_it_is(client, cast, account):
    """V2"""
    browser = signed_in(client, cast.anton, seconds_ago=400)
    answer = put_in(browser, account, "password", text=PASSWORD)
    assert "reauthenticate" in answer["Location"]
    assert not Credential.objects.exists()


def test_an_account_without_a_shared_login_keeps_none(anton, cast):
    """V7"""
    from tests.factories.register import sound_account

    answer = put_in(anton, sound_account(cast, handle="@ohne"), "password", text=PASSWORD)
    body = answer.content.decode()
    assert "gemeinsame Zugänge" in body
    assert PASSWORD not in body


@pytest.mark.parametrize("who", ["ben", "edda", "hanna", "cleo", "ines"])
def test_others_put_nothing_in(client, cast, account, who):
    access_to(account, to=cast.ben, by=cast.ada)
    answer = put_in(signed_in(client, getattr(cast, who)), account, "password", text=PASSWORD)
    assert answer.status_code == 403


def test_taken_out_of_use_it_is_gone_from_the_card(anton, account, cast):
    login = credential(account, by=cast.anton, kind=CredentialKind.API_TOKEN, label="Planer")
    card = reverse("register:account-show", args=[account.ref])
    assert "Planer" in anton.get(card).content.decode()
    anton.post(reverse("vault:credential-remove", args=[login.ref]))
    assert "Planer" not in anton.get(card).content.decode()
    assert anton.get(reverse("vault:credential-show", args=[login.ref])).status_code == 404
