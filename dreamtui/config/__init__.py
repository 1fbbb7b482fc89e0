"""How dreamtui is set: every key, the files they are read from, which of them wins, where things are found.

`sources.load` reads the settings; `agents.find_workspace` says which folder is meant.
"""
