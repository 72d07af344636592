"""A SAML provider made of pysaml2, another program's idea of SAML. It remembers who signed in."""

import threading
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives import serialization
from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.config import Config
from saml2.s_utils import UnknownPrincipal
from saml2.saml import NAME_FORMAT_URI, NAMEID_FORMAT_PERSISTENT
from saml2.server import Server
from saml2.xmldsig import DIGEST_SHA256, SIG_RSA_SHA256

from tests.accounts.sso.local_idp import key_pair

FORM = """<!doctype html><title>Hafenlicht</title><form method="post" action="/sso?{query}">
<label>Name <input name="who"></label><button name="say" value="yes">Sign in</button>
<button name="say" value="no">Cancel</button></form>"""
MFA = "https://refeds.org/profile/mfa"


class PysamlIdp:
    """`meet` tells it about the portal; `people` are the attributes of those who may sign in."""

    def __init__(self, folder: Path, people: dict[str, dict]) -> None:
        self.people = people
        self.folder = folder
        key, self.certificate = key_pair()
        form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        (folder / "key.pem").write_bytes(key.private_bytes(*form))
        (folder / "certificate.pem").write_text(self.certificate)
        self.web = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self.web.server_port}"
        threading.Thread(target=self.web.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.web.shutdown()
        self.web.server_close()

    def meet(self, metadata: str) -> None:
        """Everything it knows of the portal stands in the portal's own metadata."""
        places = {"single_sign_on_service": [(f"{self.address}/sso", BINDING_HTTP_REDIRECT)]}
        policy = {"default": {"lifetime": {"minutes": 5}, "name_form": NAME_FORMAT_URI}}
        service = {"endpoints": places, "policy": policy, "name_id_format": [NAMEID_FORMAT_PERSISTENT]}
        config = Config().load(
            {
                "entityid": f"{self.address}/metadata",
                "service": {"idp": service},
                "key_file": str(self.folder / "key.pem"),
                "cert_file": str(self.folder / "certificate.pem"),
                "signing_algorithm": SIG_RSA_SHA256,
                "digest_algorithm": DIGEST_SHA256,
                "metadata": {"inline": [metadata]},
                "xmlsec_binary": "/usr/bin/xmlsec1",
            }
        )
        self.server = Server(config=config)

    def answer(self, request: str, who: str) -> str:
        """The page that posts the answer to where the portal's metadata says."""
        message = self.server.parse_authn_request(request, BINDING_HTTP_REDIRECT).message
        about = self.server.response_args(message, [BINDING_HTTP_POST])
        if who in self.people:
            how = {"class_ref": MFA, "authn_auth": self.address}
            response = self.server.create_authn_response(
                self.people[who], userid=who, authn=how, sign_assertion=True, sign_response=True, **about
            )
        else:
            info = UnknownPrincipal("nobody signed in")
            response = self.server.create_error_response(
                message.id, about["destination"], info, sign=True, issuer=None
            )
        page = self.server.apply_binding(
            BINDING_HTTP_POST, str(response), about["destination"], response=True
        )
        return page["data"]

    def _handler(idp) -> type[BaseHTTPRequestHandler]:  # noqa: N805  the handler has its own self
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
                if "SAMLRequest" not in query:
                    return self.send_error(204)
                known = SimpleCookie(self.headers.get("Cookie", "")).get("who")
                again = idp.server.parse_authn_request(query["SAMLRequest"], BINDING_HTTP_REDIRECT)
                if known and again.message.force_authn != "true":
                    self._show(idp.answer(query["SAMLRequest"], known.value))
                else:
                    self._show(FORM.format(query=urlencode(query).replace("&", "&amp;")))

            def do_POST(self) -> None:
                (request,) = parse_qs(urlsplit(self.path).query)["SAMLRequest"]
                posted = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                who = posted["who"][0] if posted["say"] == ["yes"] else ""
                self._show(idp.answer(request, who), who)

            def _show(self, page: str, who: str = "") -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                if who:
                    self.send_header("Set-Cookie", f"who={who}; Path=/")
                self.end_headers()
                self.wfile.write(page.encode())

            def log_message(self, *args: object) -> None:
                pass

        return Handler
