"""
A static site over many runs: who meets what, since when, and what changed.

`history` keeps what many runs found, compactly, in one SQLite file that any SQLite browser opens; everything else is pure:
`standing` reads the history of a target as states with a beginning, `pages` and `feed` write them down. No page
asks anybody for anything; the site reads the same from a folder, a memory stick or a server.
"""
