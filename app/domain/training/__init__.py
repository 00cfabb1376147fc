"""The till's school (`fiscal.md` B-11)."""
