"""The hub: terminals exchange entries through it, programs reach the house by its API.

A hub is one more terminal with an HTTPS face. `server.py` is that face, `node.py` what it
may do with its house, `peer.py` the exchange (the same at both ends), `greeting.py` how
two terminals prove who they are, `pairing.py` how one becomes known, `link.py` a
terminal's end.
"""
