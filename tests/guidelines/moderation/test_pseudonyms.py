"""Authors are recognised by a keyed pseudonym, and read only while key and day allow."""

import shutil

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from guidelines.moderation.models import ModerationCase, Outsider
from guidelines.moderation.operations import show_name
from guidelines.moderation.pseudonyms import name_of, pseudonym_of, same_name
from guidelines.moderation.rules import NameUnreadable, NothingSealed
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from portal.keys.operations import add_ring_key, retire_key, rewrap_all
from portal.keys.ring import ring
from tests.factories.moderation import HANDLE, case, notice, review
from tests.factories.register import account as new_account
from tests.factories.register import platform

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("spelling", ["@lena.KANARIENVOGEL", " lena.kanarienvogel ", "＠Lena.Kanarienvogel"])
def test_one_author_in_every_spelling(spelling):
    assert pseudonym_of("bildnetz", spelling) == pseudonym_of("bildnetz", HANDLE)


def test_another_platform_is_another_author():
    assert pseudonym_of("bildnetz", HANDLE) != pseudonym_of("filmnetz", HANDLE)


@given(st.text(max_size=40))
def test_spelling_it_again_changes_nothing(name):
    once = same_name("x", name)
    assert same_name("x", once.split("\n", 1)[1]) == once


def test_repeated_breaches_are_counted(cast, account):
    for spelling in (HANDLE, HANDLE.upper(), HANDLE.lstrip("@")):
        made = case(account, by=cast.ada, author=spelling)
    case(account, by=cast.ada, author="somebody-else")
    elsewhere = new_account(cast, handle="@other", platform=platform("filmnetz"))
    case(elsewhere, by=cast.ada)
    assert ModerationCase.objects.by_author(made.author.pseudonym).count() == 3


def test_the_database_alone_tells_no_name(cast, account):
    case(account, by=cast.ada)
    notice(account, by=cast.ben)
    review(account, by=cast.ada)
    with connection.cursor() as cursor:
        for model in (Outsider, ModerationCase):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            stored = repr([[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor])
            assert "anarienvogel" not in stored.casefold()
            assert "y.aydin" not in stored


def test_looking_at_a_name_is_a_row_of_the_trail(cast, post):
    assert show_name(matter=post, by=cast.ada) == HANDLE
    row = AuditEvent.objects.get(verb="moderation.name_shown")
    assert row.actor == cast.ada.ref
    assert row.object_id == str(post.ref)
    with pytest.raises(NotPermitted):
        show_name(matter=post, by=cast.dana)
    with pytest.raises(NothingSealed):
        show_name(matter=case(post.account, by=cast.ada, author=" "), by=cast.ada)


def test_a_destroyed_key_leaves_the_name_unreadable(cast, post, settings, tmp_path):
    """The rest of the case is there all the same."""
    settings.PORTAL_KEYS_DIR = str(tmp_path / "new")
    with pytest.raises(NameUnreadable):
        show_name(matter=post, by=cast.ada)
    post.refresh_from_db()
    assert post.said


def test_a_swapped_name_does_not_open(cast, account):
    one, other = (case(account, by=cast.ada, author=name).author for name in ("one", "other"))
    one.sealed = other.sealed
    one.save(update_fields=["sealed"])
    with pytest.raises(NameUnreadable):
        name_of(one)


def test_a_new_key_takes_the_names_along(cast, post, settings, tmp_path):
    shutil.copytree(settings.PORTAL_KEYS_DIR, tmp_path / "keys")
    settings.PORTAL_KEYS_DIR = str(tmp_path / "keys")
    old = ring().active
    add_ring_key()
    rewrap_all()
    retire_key(key_id=old)
    post.author.refresh_from_db()
    assert name_of(post.author) == HANDLE
