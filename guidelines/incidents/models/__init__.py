from guidelines.incidents.models.files import KeptFile, no_file_once_deleted
from guidelines.incidents.models.incident import (
    Incident,
    LevelChange,
    Member,
    Report,
    ReportedLink,
    RoleTaken,
)
from guidelines.incidents.models.timeline import Pin, TimelineEntry, TimelineText
from guidelines.incidents.models.work import (
    Decision,
    EvidenceFile,
    FrozenAccount,
    IncidentTask,
    MetricSample,
)

__all__ = [
    "Decision",
    "EvidenceFile",
    "FrozenAccount",
    "Incident",
    "IncidentTask",
    "KeptFile",
    "LevelChange",
    "Member",
    "MetricSample",
    "Pin",
    "Report",
    "ReportedLink",
    "RoleTaken",
    "TimelineEntry",
    "TimelineText",
    "no_file_once_deleted",
]
