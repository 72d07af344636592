"""The other origin, on which course packages live: their files, our player around them, and nothing else."""
