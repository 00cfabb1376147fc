"""Webhooks: programs of others that are told what happens here.

The secrets that a webhook is signed with come here sealed: what is in them is the hub's
affair (`app/hub/webhooks/secrets.py`).
"""
