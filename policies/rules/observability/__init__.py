"""Rules about what a system records of itself."""
