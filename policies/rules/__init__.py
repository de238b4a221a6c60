"""One rule a file, by area; a file's name is its rule's id."""
