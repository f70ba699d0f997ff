"""The triples taken so far, found by any of their places."""

from collections import defaultdict

from comity.reasoner.lists import Triple

ANY = -1
Guard = tuple[int, bool, int, int]


class Index:
    """Triples of numbers, by each combination of places that a rule asks for."""

    def __init__(self) -> None:
        self._by_sp: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._by_po: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._by_s: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._by_o: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._by_p: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self.taken: set[Triple] = set()

    def take(self, triple: Triple) -> None:
        """Add a triple, once."""
        s, p, o = triple
        self.taken.add(triple)
        self._by_sp[s, p].append(o)
        self._by_po[p, o].append(s)
        self._by_s[s].append((p, o))
        self._by_o[o].append((s, p))
        self._by_p[p].append((s, o))

    def matches(self, s: int, p: int, o: int) -> list[Triple]:
        """List the triples with the given places; a place below nought may be anything."""
        if s >= 0 and p >= 0:
            if o >= 0:
                return [(s, p, o)] if (s, p, o) in self.taken else []
            return [(s, p, x) for x in self._by_sp.get((s, p), ())]
        if p >= 0:
            if o >= 0:
                return [(x, p, o) for x in self._by_po.get((p, o), ())]
            return [(x, p, y) for x, y in self._by_p.get(p, ())]
        if s >= 0:
            return [(s, q, x) for q, x in self._by_s.get(s, ()) if o < 0 or x == o]
        if o >= 0:
            return [(x, q, o) for x, q in self._by_o.get(o, ())]
        return [(x, q, y) for q, pairs in self._by_p.items() for x, y in pairs]

    def may_join(self, guard: Guard, triple: Triple) -> bool:
        """Say whether another premise can hold, before anything is bound."""
        place, as_subject, predicate, value = guard
        node = triple[place]
        if not as_subject:
            return (predicate, node) in self._by_po
        if value >= 0:
            return (node, predicate, value) in self.taken
        return (node, predicate) in self._by_sp
