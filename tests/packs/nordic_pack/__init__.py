"""An example of a pack: one requirement of somebody else's, with its check, its suite and its lie; and a dialect."""
