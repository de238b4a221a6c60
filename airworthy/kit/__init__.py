"""What every part of Airworthy shares; imports nothing of ours."""
