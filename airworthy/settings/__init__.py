"""The typed contract of a stack, and the only reader of its configuration."""
