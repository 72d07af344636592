"""Required courses and drills; rooms are added when their first line is written."""
