"""Moderation under virtual house right: how long people have, and how long it is kept."""

from portal.env import env

# Working days of whoever enters it, but for hours.
MODERATION_DECIDE_DAYS = 3
MODERATION_HEARING_DAYS = 3
MODERATION_TELL_DAYS = 1
MODERATION_APPEAL_DAYS = env.int("PORTAL_APPEAL_DAYS", default=10)
MODERATION_NOTICE_DAYS = env.int("PORTAL_NOTICE_DAYS", default=2)
MODERATION_URGENT_NOTICE_HOURS = 24
MODERATION_OPERATOR_DAYS = 7
MODERATION_BAN_WARNING_HOURS = 24
MODERATION_BAN_REVIEW_DAYS = 365
MODERATION_LONGEST_BAN_DAYS = 3 * 365
# As the notice to the author says (DSA Art. 20): until then facts and reasons stay.
MODERATION_OBJECTION_DAYS = 184
# After the last act about it: names, quotes, reasons. What was decided by which rule stays.
MODERATION_KEPT_DAYS = env.int("PORTAL_MODERATION_KEPT_DAYS", default=365)
