"""A room with slow work, for tests that start real worker processes."""
