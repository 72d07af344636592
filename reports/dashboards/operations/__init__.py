from reports.dashboards.operations.looking import note_look

__all__ = ["note_look"]
