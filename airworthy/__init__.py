"""Airworthy: production checklists as executable infrastructure, rules and evidence."""
