"""The public API, `/api/v1`: programs and people reach the house over HTTP.

`face.py` puts it together. Before a request reaches its route, `gate.py` has bounded it,
found out who asks (`caller.py`) and counted it. A route asks the house through
`visit.py`, which also keeps a repeated write from happening twice. The other modules are
the nouns of the trade, one router each; whoever adds one lists it in `face.ROUTERS`.
"""
