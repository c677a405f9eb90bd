"""
Lies told by a proxy between us and the reference endpoint, written from the domain documents alone.

Nothing here imports apitest: what the proxy knows of the wire forms, it knows from their descriptions and from answers. The lies
were written before the checks and the lies of the reference endpoint were read, so that what is found of them says how well
the suite finds what it was not made for.
"""
