"""Rules about secrets."""  # noqa: A005 - imported by full name; only policies/ is on a path
