"""Rules about what a deployment may delete."""
