"""Templates, and the one renderer."""
