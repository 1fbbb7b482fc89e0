"""What the commands and the dashboard show in the same way: safe text, marks, bars and words."""
