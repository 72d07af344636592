"""What a dossier says, as JSON lines, and how its PDF is made from those very lines (I6)."""
