"""The terminals of a restaurant: who may exchange entries, and who carries the hub."""
