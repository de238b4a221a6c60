"""What a run found, in several formats; one format a file."""
