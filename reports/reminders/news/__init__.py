"""What there is to say on a given day. The database decides; only who is concerned is touched.

Each request and each assignment is mentioned under the most urgent topic that applies, and under none that
was said before.
"""

from reports.reminders.news.courses import course_news
from reports.reminders.news.days import Today, is_time_to_write
from reports.reminders.news.requests import news, urgency

__all__ = ["Today", "course_news", "is_time_to_write", "news", "urgency"]
