"""What work provides to sign in with, played by Chromium's own authenticator: no phone among it."""

import time

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import CDPSession, Page

# A notebook that asks for a fingerprint or its PIN and keeps the passkey.
PASSKEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
# A key for the USB port that has neither: it is touched after the password.
SECURITY_KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": False,
    "hasUserVerification": False,
    "automaticPresenceSimulation": True,
}


def plug_in(page: Page, device: dict) -> tuple[CDPSession, dict]:
    """Give the browser of `page` an authenticator; returns the session and the id that control it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def make_old(page: Page) -> None:
    """Let the proof in this session be older than five minutes."""
    name = settings.SESSION_COOKIE_NAME
    key = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == name)
    session = SessionStore(session_key=key)
    for way in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        way["at"] = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT - 1
    session.save()
