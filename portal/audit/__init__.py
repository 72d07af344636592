"""The trail: who did what to which object, append-only, in one chain that anybody can check."""
