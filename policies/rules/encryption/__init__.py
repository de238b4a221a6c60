"""Rules about encryption keys."""
