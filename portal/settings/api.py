"""How often systems may ask the read API."""

from portal.env import env

API_CALLS_A_MINUTE = env.int("PORTAL_API_CALLS_A_MINUTE", default=120)  # per token
API_REFUSALS_A_MINUTE = 30  # per address that brings no valid token
