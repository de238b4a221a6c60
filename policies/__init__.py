"""The policy pack: rules, found by walking the folder."""
