"""Learning: how long single answers of quizzes are kept, and how a record store is told."""

from portal.env import env

TRAINING_ANSWERS_KEPT_DAYS = 180
XAPI_TIMEOUT_SECONDS = 10
# A record store inside the company has a private address; without this, only public ones are spoken to.
XAPI_PRIVATE_ADDRESSES = env.bool("PORTAL_XAPI_PRIVATE_ADDRESSES", default=False)
# 15 s, 45 s … then every hour: a little less than a day, then somebody has to look.
XAPI_MAX_ATTEMPTS = 24
