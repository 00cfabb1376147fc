"""Webhooks: programs of others that are told what happens here.

The secret that a webhook is signed with never comes here: it lies in the key folder of
the hub (`app/hub/webhooks/secrets.py`).
"""
