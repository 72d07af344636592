"""Who signs in and how, and what a session is allowed to be."""

from portal.env import env

AUTH_USER_MODEL = "people.Employee"
AUTHENTICATION_BACKENDS = ["accounts.people.adapters.OncePerPerson"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email", "login_id")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboards:home"
ACCOUNT_ADAPTER = "accounts.people.adapters.AccountAdapter"
MFA_ADAPTER = "accounts.people.adapters.MFAAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login_id"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_FORMS = {"login": "accounts.people.forms.SignInForm"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_PRESERVE_USERNAME_CASING = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "accounts.people.forms.AddPasskeyForm",
    "authenticate": "accounts.people.forms.CodeForm",
    "reauthenticate": "accounts.people.forms.CodeAgainForm",
}
MFA_TOTP_ISSUER = env.str("PORTAL_SITE_NAME", default="Leitplanke")
USERSESSIONS_TRACK_ACTIVITY = False
INVITATION_VALID_DAYS = 14
ROLE_PROPOSAL_VALID_DAYS = 7
# Codes of the HR desk and the visits to a shared device that they open.
DESK_CODE_MINUTES = 15
DESK_CODE_KEEP_DAYS = 30
DESK_TRIES = "30/m/ip"  # 8 signs out of 31: guessing one within its 15 minutes takes more than a lifetime
KIOSK_IDLE_SECONDS = 120
KIOSK_LONGEST_SECONDS = 30 * 60
PORTAL_FIRST_RUN_PAGE = True  # until the portal is set up, every page leads to the first-run page

# --- Sessions and cookies -------------------------------------------------------------------
SESSION_ENGINE = "accounts.people.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.ui.views.csrf_failure"
PORTAL_STORE_IP_AND_AGENT = env.bool("PORTAL_STORE_IP_AND_AGENT", default=False)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
TRUSTED_PROXY_COUNT = env.int("PORTAL_TRUSTED_PROXIES", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
