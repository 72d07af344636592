"""Company sign-in by OpenID Connect. docs/operations/sso.md shows it for Entra ID, Keycloak and Google."""

from pathlib import Path

from portal.env import env

SSO_TIMEOUT_SECONDS = 5
SSO_METADATA_SECONDS = 600
SSO_ROUND_TRIP_SECONDS = 600  # how long somebody may take at the provider
SSO_CLOCK_SKEW_SECONDS = 60


def _provider(slug: str) -> dict:
    """Everything the environment says about one provider; what is missing is told by the system check."""
    prefix = f"PORTAL_SSO_{slug.upper().replace('-', '_')}_"
    secret_file = env.str(f"{prefix}CLIENT_SECRET_FILE", default="")
    secret = (
        Path(secret_file).read_text().strip()
        if secret_file
        else env.str(f"{prefix}CLIENT_SECRET", default="")
    )
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


PORTAL_SSO = [_provider(slug) for slug in env.list("PORTAL_SSO", default=[])]
