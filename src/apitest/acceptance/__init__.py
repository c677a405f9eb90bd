"""
What the portal would make of a feed: the documented importer, rule by rule; what was said in, fates out.

Pure: it yields queries and is sent exchanges, knows no socket and no clock. It reads answers as they came over the wire,
not as a dialect decodes them, for that is what the importer reads.
"""
