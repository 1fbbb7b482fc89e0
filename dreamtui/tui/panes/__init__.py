"""What the six tabs show, a module each."""
