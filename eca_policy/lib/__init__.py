"""What the whole house stands on: refusals, the clock, the acting person as a plain value."""
