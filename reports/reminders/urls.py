from django.urls import path, register_converter

from reports.reminders import views


class CalendarKeyConverter:
    """Exactly what `renew_calendar_key` makes; anything else is no address of the portal."""

    regex = "[A-Za-z0-9_-]{43}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(CalendarKeyConverter, "calendar_key")

app_name = "reminders"
urlpatterns = [path("calendar/<calendar_key:key>.ics", views.calendar_feed, name="calendar-feed")]
