"""Run by the provider's own Python: Canaille as a company would have it, with people and one application.

Takes the return address of the portal; prints the issuer, when it can be asked. Never imported.
"""

import socket
import sys
from datetime import UTC, datetime

from canaille import create_app
from canaille.app import models
from canaille.backends import Backend
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

PASSWORD, SECRET = "a lantern for every pier", "a secret of this run"
CONFIG = {
    "SECRET_KEY": "of this run only",
    "PREFERRED_URL_SCHEME": "http",
    "CANAILLE": {
        "NAME": "Hafenlicht",
        "DATABASE": "memory",
        "HTMX": False,
        "AUTHENTICATION_FACTORS": ["password", "otp"],
    },
    "CANAILLE_OIDC": {
        "ACTIVE_JWKS": [RSAKey.generate_key(2048, auto_kid=True).as_dict(private=True)],
        "TRUSTED_DOMAINS": [],  # people are asked for their consent
        "USERINFO_MAPPING": {"SUB": "{{ user.id }}", "PREFERRED_USERNAME": "{{ user.user_name }}"},
    },
}


def person(login: str, name: str) -> models.User:
    found = models.User(
        user_name=login,
        formatted_name=name,
        family_name=name.rpartition(" ")[2],
        emails=[f"{login}@hafenlicht.example"],
        password=PASSWORD,
        secret_token=SECRET,
        last_otp_login=datetime.now(UTC),  # the app is set up
    )
    Backend.instance.save(found)
    return found


def application(return_address: str) -> None:
    portal = models.Client(
        client_id="portal",
        client_secret="told to nobody else",
        client_name="Leitplanke",
        client_uri="https://portal.hafenlicht.example",
        redirect_uris=[return_address],
        grant_types=["authorization_code"],
        response_types=["code"],
        scope=["openid", "profile", "email", "groups"],
        token_endpoint_auth_method="client_secret_post",
    )
    Backend.instance.save(portal)
    portal.audience = [portal]
    Backend.instance.save(portal)


def main(return_address: str) -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    host, port = listening.getsockname()
    app = create_app({**CONFIG, "SERVER_NAME": f"{host}:{port}"}, env_file=None)
    with app.app_context(), Backend.instance.session():
        group = models.Group(display_name="editors", members=[person("edda", "Edda Brandt")])
        Backend.instance.save(group)
        application(return_address)
    server = make_server(host, port, app, threaded=True, fd=listening.fileno())
    sys.stdout.write(f"http://{host}:{port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
