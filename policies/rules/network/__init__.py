"""Rules about networks and their records."""
