"""A provider on this machine that keeps the protocol and signs whatever a test tells it to, forgeries too."""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

CLIENT_ID, CLIENT_SECRET = "portal", "a secret: with % signs"


class LocalProvider:
    """Call `authorize` with the address the portal sent the browser to; it returns the way back."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.codes: dict[str, dict[str, str]] = {}
        self.claims: dict[str, Any] = {}
        self.forge = lambda token, claims: token
        self.broken = 0
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def settings(self, **facts: Any) -> dict[str, Any]:
        base = {"slug": "hafen", "kind": "oidc", "name": "Hafenlicht", "issuer": self.issuer}
        return {**base, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, **facts}

    def authorize(self, address: str) -> str:
        """The person signs in here and is sent back with a code."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        return f"{urlsplit(asked['redirect_uri']).path}?{urlencode({'code': code, 'state': asked['state']})}"

    def sign(self, claims: dict[str, Any], key: ec.EllipticCurvePrivateKey | None = None) -> str:
        return jwt.encode(claims, key or self.key, "ES256", {"kid": "1"})

    def usual(self, nonce: str) -> dict[str, Any]:
        now = int(time.time())
        about = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300}
        return {**about, "sub": "subject-1", "nonce": nonce, "auth_time": now, **self.claims}

    def redeem(self, posted: dict[str, str], basic: str) -> dict[str, str] | None:
        asked = self.codes.pop(posted.get("code", ""), None)
        if asked is None or asked["redirect_uri"] != posted["redirect_uri"]:
            return None
        digest = hashlib.sha256(posted["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return None
        if base64.b64decode(basic).decode() != f"{quote(CLIENT_ID)}:{quote(CLIENT_SECRET, safe='')}":
            return None
        claims = self.usual(asked["nonce"])
        return {
            "access_token": "x",
            "token_type": "Bearer",
            "id_token": self.forge(self.sign(claims), claims),
        }

    def _handler(provider) -> type[BaseHTTPRequestHandler]:  # noqa: N805  the handler has its own self
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(provider.key.public_key()))
                answers = {
                    "/.well-known/openid-configuration": {
                        "issuer": provider.issuer,
                        "authorization_endpoint": f"{provider.issuer}/authorize",
                        "token_endpoint": f"{provider.issuer}/token",
                        "jwks_uri": f"{provider.issuer}/keys",
                    },
                    "/keys": {"keys": [{**public, "kid": "1", "use": "sig"}]},
                }
                self._say(answers.get(self.path))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                posted = {name: values[0] for name, values in parse_qs(body).items()}
                basic = self.headers.get("Authorization", "").removeprefix("Basic ")
                self._say(provider.redeem(posted, basic))

            def _say(self, answer: dict | None) -> None:
                self.send_response(provider.broken or (200 if answer else 400))
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(answer or {"error": "invalid_request"}).encode())

            def log_message(self, *args: Any) -> None:
                pass

        return Handler
