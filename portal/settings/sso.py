"""Company sign-in by OpenID Connect or SAML. docs/operations/sso.md shows it provider by provider."""

from pathlib import Path

from portal.env import env

SSO_TIMEOUT_SECONDS = 5
SSO_METADATA_SECONDS = 600
SSO_ROUND_TRIP_SECONDS = 600  # how long somebody may take at the provider
SSO_CLOCK_SKEW_SECONDS = 60
SSO_LANDING_SECONDS = 60  # between a SAML answer and the browser's own request


def _file(variable: str) -> str:
    name = env.str(variable, default="")
    return Path(name).read_text().strip() if name else ""


def _provider(slug: str) -> dict:
    """Everything the environment says about one provider; what is missing is told by the system check."""
    prefix = f"PORTAL_SSO_{slug.upper().replace('-', '_')}_"
    secret = _file(f"{prefix}CLIENT_SECRET_FILE") or env.str(f"{prefix}CLIENT_SECRET", default="")
    words = (
        "kind name issuer tenant hosted_domain client_id personnel_number_claim login_id_claim "
        "groups_claim department_claim entity location department"
    )
    return {
        "slug": slug,
        "client_secret": secret,
        "creates": env.bool(f"{prefix}CREATES", default=False),
        "scopes": env.list(f"{prefix}SCOPES", default=["openid", "profile", "email"]),
        **{word: env.str(prefix + word.upper(), default="") for word in words.split()},
        **{
            word: env.list(prefix + word.upper(), default=[])
            for word in ("domains", "second_factor_amr", "second_factor_acr")
        },
    }


def _saml_provider(slug: str) -> dict:
    prefix = f"PORTAL_SAML_{slug.upper().replace('-', '_')}_"
    words = (
        "name entity_id sign_in_url subject_attribute name_attribute email_attribute "
        "personnel_number_attribute login_id_attribute groups_attribute department_attribute "
        "entity location department"
    )
    return {
        "slug": slug,
        "certificates": _file(f"{prefix}CERT_FILE"),
        "creates": env.bool(f"{prefix}CREATES", default=False),
        **{word: env.str(prefix + word.upper(), default="") for word in words.split()},
        **{
            word: env.list(prefix + word.upper(), default=[])
            for word in ("domains", "second_factor_contexts")
        },
    }


PORTAL_SSO = [_provider(slug) for slug in env.list("PORTAL_SSO", default=[])]
PORTAL_SAML = [_saml_provider(slug) for slug in env.list("PORTAL_SAML", default=[])]
