"""Whether a token lets anybody in, decided at the moment it is used."""

from datetime import datetime

from accounts.people.calendar import end_of_day
from reports.api.choices import Standing
from reports.api.limits import TOKEN_WAITS
from reports.api.models import ApiToken
from reports.api.permissions import may_have_tokens


def standing_of(token: ApiToken, now: datetime) -> Standing:
    """What is true of `token` at `now`: the first reason why it lets nobody in, or that it does."""
    if token.revoked_at is not None:
        return Standing.REVOKED
    if now >= end_of_day(token.expires_on, token.made_by.location):
        return Standing.EXPIRED
    if not may_have_tokens(token.made_by):
        return Standing.ORPHANED
    if token.confirmed_at is None:
        return Standing.WAITING if now < token.made_at + TOKEN_WAITS else Standing.LAPSED
    return Standing.VALID
