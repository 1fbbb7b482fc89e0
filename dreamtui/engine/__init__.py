"""What a dream is: pure functions, no clock, no disk, no settings looked up."""
