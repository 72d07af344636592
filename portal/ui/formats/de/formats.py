"""German dates as Django has them; here only what `<input type="date">` sends comes first."""

SHORT_DATETIME_FORMAT = "d.m.Y, H:i"
DATETIME_FORMAT = "j. F Y, H:i"
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"]
DATETIME_INPUT_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M"]
