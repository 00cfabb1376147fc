"""The developer console: a page of the hub for who writes programs.

`site.py` serves the page itself, `routes.py` what it asks besides the API: the session of
its cookie, the live call log, the inspector of webhooks. Everything else it does is the
API, asked with the token of who is logged in.
"""
