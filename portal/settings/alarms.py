"""Alarms: how long somebody has to answer, and how the machines outside are spoken to."""

from portal.env import env

# Then the deputy is called. A level whose first response is due sooner shortens it.
ALARM_DEPUTY_MINUTES = env.int("PORTAL_ALARM_DEPUTY_MINUTES", default=5)
# When everybody was called and nobody has it: all of them again, so often, with so much time between.
ALARM_REPEATS = 3
ALARM_REPEAT_MINUTES = 15
ALARM_LINK_HOURS = 24
ALARM_TIMEOUT_SECONDS = 5
# A webhook or gateway inside the company has a private address; without this, only public ones are spoken to.
ALARM_PRIVATE_ADDRESSES = env.bool("PORTAL_ALARM_PRIVATE_ADDRESSES", default=False)
# 15 s, 45 s, 2, 7, 20 and 60 minutes: about an hour and a half.
ALARM_MAX_ATTEMPTS = 7
# Put before phone numbers that begin with one 0; without it they go to the gateway as they are.
PHONE_COUNTRY_CODE = env.str("PORTAL_PHONE_COUNTRY_CODE", default="")
