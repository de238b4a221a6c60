"""Five outside documents as data, and the controls they share."""
