"""Parts of panes that know how to draw something."""
