"""Rules about what a database holds from its first moment."""
