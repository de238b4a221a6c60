"""Rules about object storage."""
