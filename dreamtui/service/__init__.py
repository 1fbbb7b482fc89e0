"""What runs by itself: the sweep runner, the schedule, health."""
