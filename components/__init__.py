"""Components: each encodes controls as infrastructure, safe by default."""
