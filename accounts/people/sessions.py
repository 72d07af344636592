"""Where sessions are kept: as Django keeps them in the database, but written once per request."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, CreateError, UpdateError
from django.db import DatabaseError, IntegrityError
from django.utils.crypto import get_random_string

KEY_LENGTH = 32  # 165 bits of chance


class SessionStore(db.SessionStore):
    """Django looks whether a new key is free, inserts an empty row under it, and writes that again when the
    answer leaves, each in a transaction. Here a new session becomes a row when it is first saved, the one it
    takes the place of goes then, and a save that would change nothing does nothing.

    No key is handed out twice: the table refuses it.
    """

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self._is_new = False
        self._replaced: str | None = None
        self._written: tuple[str | None, bytes] | None = None

    def create(self) -> None:
        self._session_key = get_random_string(KEY_LENGTH, VALID_KEY_CHARS)
        self._is_new = True
        self.modified = True

    def cycle_key(self) -> None:
        data, replaced = self._session, self.session_key
        if not self._is_new:
            self._replaced = replaced
        self.create()
        self._session_cache = data

    def save(self, must_create: bool = False) -> None:
        """Raises `CreateError` if there is such a session, `UpdateError` if there is none any more."""
        if self.session_key is None:
            self.create()
        must_create = must_create or self._is_new
        data = self._get_session(no_load=must_create)
        state = (self.session_key, self.serializer().dumps(data))
        if state == self._written:
            return
        self._write(data, must_create=must_create)
        self._is_new, self._written = False, state
        if self._replaced:
            self.delete(self._replaced)
            self._replaced = None

    def _write(self, data: dict[str, Any], *, must_create: bool) -> None:
        """One statement, and so without a transaction or savepoint of its own."""
        row = self.create_model_instance(data)
        try:
            row.save(force_insert=must_create, force_update=not must_create)
        except IntegrityError:
            if must_create:
                raise CreateError from None
            raise
        except DatabaseError:
            if not must_create:
                raise UpdateError from None
            raise
