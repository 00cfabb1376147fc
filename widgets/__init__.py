"""The design system: tokens, components, gallery. No money, no orders: display values only.

Start with `theme.py` (the tokens) and `gallery/` (every component in every state).
"""

from widgets.virtuals import guard_overrides

guard_overrides()
