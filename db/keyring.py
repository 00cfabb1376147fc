"""Which public key signs which part of a chain.

The first key is in the chain's own first entry, which it signs; each later one is in an
entry that the key before it signed. So a chain carries all it takes to verify it. Where a
key was lost, the entry that opens a new segment carries the next one and is signed by it.
"""

from collections.abc import Iterable, Sequence

from db.entry import KEY_CHANGED, parse
from db.errors import DatabaseDamagedError
from db.keys import PublicKey

Keys = Sequence[tuple[int, dict[str, str]]]


class Keyring:
    """The public keys of one chain.

    Attributes:
        keys: (first entry that the key signs, JWK), ascending; plain values, so that
            another process can be handed them.
    """

    def __init__(self, keys: Keys) -> None:
        self.keys = keys
        public: list[tuple[int, PublicKey]] = []
        for first, jwk in keys:
            try:
                public.append((first, PublicKey(jwk)))
            except (ValueError, KeyError, TypeError):
                continue  # a damaged key: its entries are then signed by nobody known
        self._latest_first = public[::-1]

    @classmethod
    def announced(cls, stored: Iterable[str]) -> "Keyring":
        """The keys that stored forms of key entries announce; damaged ones are left out."""
        keys: list[tuple[int, dict[str, str]]] = []
        for jws in stored:
            try:
                entry = parse(jws)
            except DatabaseDamagedError:
                continue
            jwk = entry.data.get("jwk")
            if isinstance(jwk, dict):
                first = entry.seq + (entry.type == KEY_CHANGED)
                keys.append((first, {name: str(part) for name, part in jwk.items()}))
        return cls(keys)

    def at(self, seq: int) -> PublicKey | None:
        """The key in force for the entry number `seq`, if there is one."""
        for first, key in self._latest_first:
            if first <= seq:
                return key
        return None
