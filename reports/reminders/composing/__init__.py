from reports.reminders.composing.letters import compose

__all__ = ["compose"]
