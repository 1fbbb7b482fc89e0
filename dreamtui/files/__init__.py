"""One module a kind of file: parse and render; `workspace` finds files, `writing` changes them."""
