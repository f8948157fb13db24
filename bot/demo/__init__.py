"""A believable prefecture to look around in: units, staff, and cases in every state. Everybody in it is invented."""
