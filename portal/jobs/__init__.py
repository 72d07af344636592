"""Long work as rows: enqueue, claim, progress, cancel, and the sweeper that loses nothing."""
