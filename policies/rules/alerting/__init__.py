"""Rules about alarms and those who hear them."""
