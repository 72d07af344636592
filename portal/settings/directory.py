"""What a company's directory may do over SCIM."""

from portal.env import env

SCIM_BODY_MAX_BYTES = 1024 * 1024
SCIM_FILTER_MAX_CHARS = 2000
SCIM_TOKEN_VALID_DAYS = 365
SCIM_REQUESTS_A_MINUTE = 1800  # per token; Entra ID sends up to 25 a second
SCIM_REFUSALS_A_MINUTE = 30  # per address that brings no valid token
# More leavers than this within an hour: sign-in ends at once, the rest waits for a person.
SCIM_LEAVERS_AN_HOUR = env.int("PORTAL_SCIM_LEAVERS_AN_HOUR", default=25)
# Attributes the portal has no use for are refused by name; some directories cannot leave them out.
SCIM_IGNORE_UNKNOWN = env.bool("PORTAL_SCIM_IGNORE_UNKNOWN", default=False)
