"""The settings of real processes, with time compressed: leases last seconds, sweepers never sleep long."""

from tests.portal.jobs.working.settings import *  # noqa: F403

JOB_LEASE_SECONDS = 5
JOB_SWEEP_SECONDS = 1
