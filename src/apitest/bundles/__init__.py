"""
A run as one file that others can check: what is in it, what was taken out of it, and who vouches for it.

Pure but for `evidence`, which rewrites a copy of the exchanges; packing, signing keys and judging again are commands.
"""
