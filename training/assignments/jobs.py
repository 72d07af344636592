"""Long work and what the clock wakes."""

from training.assignments.certificates import jobs

__all__ = ["jobs"]
