"""One module a kind of file: parse and render, nothing decided. `workspace` finds files, `writing` changes them."""
