"""
What changed: between two contracts, between runs, between two services; and what of it matters to whoever reads the data.

Pure but for the files that it is given: nothing here asks anybody. Every difference has a place, a rule and a reason.
"""
