"""
Which dialect a service speaks and which sets it serves, from its own answers, in four requests at the most.

A conversation: it yields queries and is sent exchanges, so that it knows no socket. Each dialect brings its own marks;
here they are only weighed. The evidence is shown, and so is what leaves the question open.
"""

from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from apitest.dialects import DIALECTS, Dialect, dialect_of, known_paths, offered
from apitest.dialects.body import excerpt
from apitest.dialects.marks import Mark, Seen, Weight
from apitest.errors import Unrecognised
from apitest.model import Contract, EntitySet, Exchange, Query, Selection

MOST_REQUESTS = 4
_OK, _MALFORMED = 200, 400
_ONE = Selection(top=1, expand=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A dialect, why we think so, and what the service offers in it."""

    dialect: str
    because: str
    root: str
    """The service root: the address given, or the one above it if that was the address of a set."""
    entities: tuple[str, ...]
    """Sets that the service document or the description lists, and those of which a page was seen."""


Recognition = Generator[Query, Exchange, Recognised]
_Step = Generator[Query, Exchange, None]


def recognise(base: str, contract: Contract, name: str = "auto", wanted: tuple[str, ...] = ()) -> Recognition:
    """
    Ask for the service document, a first page, and the description where that is needed.

    `name`: the only dialect to try, or `auto`; `wanted`: entity sets to be looked at first.

    Raises:
        UnknownName: no dialect of that name.
        Unrecognised: no dialect fits (or not the one named), or several do; says what was asked and what came.
    """
    candidates = DIALECTS if name == "auto" else {name: dialect_of(name)}
    inquiry = _Inquiry(base=base, contract=contract, candidates=candidates, wanted=wanted)
    yield from inquiry.hold()
    return inquiry.conclusion()


@dataclass(kw_only=True)
class _Inquiry:
    """What has been asked and seen so far."""

    base: str
    contract: Contract
    candidates: Mapping[str, Dialect]
    wanted: tuple[str, ...]
    root: str = ""
    marks: dict[str, list[Mark]] = field(default_factory=dict)
    """Of each dialect, also of those that are no candidates."""
    documented: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Candidate that can read the service document → the sets it lists."""
    described: tuple[str, ...] = ()
    """Names of sets in the description, as on the wire."""
    pages: list[tuple[Exchange, EntitySet]] = field(default_factory=list)
    asked: dict[str, str] = field(default_factory=dict)
    """Address → what came, for the message."""
    settled: set[str] = field(default_factory=set)
    """Addresses without options that need not be asked again, with whatever options."""
    requests: int = 0

    def hold(self) -> _Step:
        """Ask until the dialect is known."""
        named = self._named_by_address()
        self.root = self.base.rpartition("/")[0] if named else self.base
        if named is not None:
            yield from self._ask_for_page(named, path=urlsplit(self.base).path)
        else:
            documented = [item for item in self.candidates.values() if "service-document" in item.FEATURES]
            for dialect in documented[:1]:
                yield from self._ask(dialect.service(self.root, self._in_turn()[0]))
            if not self._serving() and not self.documented and self._may_be_described():
                yield from self._ask_for_description()
            if not self._serving() or not self._decided():
                yield from self._ask_for_page(self._in_turn()[0])
        if not self._decided() or self._may_serve_more():
            yield from self._ask_for_description()
        for entity in self._in_turn():
            if not self._decided():
                yield from self._ask_for_page(entity)

    # --- asking ---------------------------------------------------------------------------------------------------

    def _ask(self, query: Query, entity: EntitySet | None = None) -> _Step:
        address = query.url.partition("?")[0]
        if address in self.settled or self.requests >= MOST_REQUESTS:
            return
        exchange = yield query
        self.requests += 1
        self.asked[query.url] = f"GET {query.url} → status {exchange.status}, {excerpt(exchange.body)}"
        # Whoever calls the question malformed may understand it in the words of another dialect.
        if exchange.status != _MALFORMED:
            self.settled.add(address)
        self._see(exchange, entity)

    def _ask_for_page(self, entity: EntitySet, path: str = "") -> _Step:
        """A first page, at each address where a dialect that may be meant would have it, until there is one."""
        passed: set[str] = set()
        while (dialect := next((one for one in self._likely() if one.NAME not in passed), None)) is not None:
            passed.add(dialect.NAME)
            meant = self._place_in(dialect, entity)
            query = dialect.listing(self.root, meant, _ONE)
            if path in ("", urlsplit(query.url).path):
                yield from self._ask(query, meant)
            if any(seen in (entity, meant) for _, seen in self.pages):
                return
        if path:
            self.settled.discard(self.base)
            yield from self._ask(Query(url=self.base), entity)

    def _place_in(self, dialect: Dialect, entity: EntitySet) -> EntitySet:
        """The set itself, or the first that the dialect has a place for."""
        known = offered(self.contract, dialect).entities
        return entity if entity.name in known else next(iter(known.values()), entity)

    def _ask_for_description(self) -> _Step:
        for dialect in self._likely():
            if "typed-description" in dialect.FEATURES:
                yield from self._ask(dialect.description(self.root, self._in_turn()[0]))
                return

    def _may_be_described(self) -> bool:
        """Whether a description is worth a request before there is any page: most dialects that may be meant have one."""
        hinted = [dialect for name, dialect in self.candidates.items() if self._hinted(name)]
        return any("typed-description" in dialect.FEATURES for dialect in hinted or self.candidates.values())

    def _likely(self) -> list[Dialect]:
        """
        The candidates that may still be meant: those with marks of their own, or that can read the document.

        First those that a server or an error hints at, or that are known by such an address; last those that should
        have had a description where there is none.
        """
        best = max((self._score(name) for name in self.candidates), default=0)
        names = [name for name in self.candidates if self._score(name) == best] if best else self.documented
        found = [self.candidates[name] for name in names or self.candidates]

        def rank(dialect: Dialect) -> tuple[bool, ...]:
            typed = "typed-description" in dialect.FEATURES
            missed = dialect.description(self.root, self._in_turn()[0]).url in self.asked and not self.described
            elsewhere = bool(known_paths(dialect)) and not typed
            return not self._hinted(dialect.NAME), not self._stands_at(dialect), typed and missed, elsewhere, typed

        return sorted(found, key=rank) if self.asked else found

    def _hinted(self, name: str) -> bool:
        return any(mark.weight == Weight.HINT for mark in self.marks.get(name, ()))

    def _stands_at(self, dialect: Dialect) -> bool:
        """Whether the address holds the path that services of a dialect are known by; what they answer decides."""
        address = f"{urlsplit(self.base).path}/"
        return any(f"/{path}/" in address for path in known_paths(dialect))

    def _in_turn(self) -> list[EntitySet]:
        """Entity sets in the order in which they are looked at: wanted, listed; where nothing is listed, all."""
        listed = {name for names in self.documented.values() for name in names}
        listed |= {entity.name for entity in self.contract.entities.values() if entity.wire_name in self.described}
        known = [entity for name, entity in self.contract.entities.items() if not listed or name in listed]
        return sorted(known, key=lambda entity: entity.name not in self.wanted)

    def _named_by_address(self) -> EntitySet | None:
        last = self.base.rpartition("/")[2]
        known = self.contract.entities.values()
        return next((entity for entity in known if last in (entity.wire_name, entity.name)), None)

    def _may_serve_more(self) -> bool:
        """Whether there are sets of which nothing is known yet, so that the description is worth a request."""
        name = self._decided()
        return not set(self.wanted or self.contract.entities) <= set(self._served(self.candidates[name]))

    # --- seeing ---------------------------------------------------------------------------------------------------

    def _see(self, exchange: Exchange, entity: EntitySet | None) -> None:
        seen = Seen(exchange)
        for name, dialect in DIALECTS.items():
            known = self.marks.setdefault(name, [])
            known.extend(mark for mark in dialect.marks(seen) if mark not in known)
        if seen.schema is not None:
            self.described = seen.schema.sets
        if entity is not None:
            if any(dialect.read_page(exchange, entity).readable for dialect in self.candidates.values()):
                self.pages.append((exchange, entity))
        elif exchange.status == _OK:
            for name, dialect in self.candidates.items():
                listed = dialect.read_service(exchange, self.contract)
                if listed:
                    self.documented[name] = listed

    def _score(self, name: str) -> int:
        return sum(mark.weight for mark in self.marks.get(name, ()))

    def _decided(self) -> str:
        """The dialect that has more marks than any other, one of them its own; empty: there is none."""
        if len(self.candidates) == 1:
            (name,) = self.candidates
            return name if self._served(self.candidates[name]) else ""
        ranked = sorted(self.candidates, key=self._score, reverse=True)
        best, second = ranked[0], ranked[1]
        return best if self._score(best) >= Weight.OWN and self._score(best) > self._score(second) else ""

    def _serving(self) -> tuple[str, ...]:
        """The sets that the dialect found is known to serve; none as long as there is no dialect."""
        name = self._decided()
        return self._served(self.candidates[name]) if name else ()

    def _served(self, dialect: Dialect) -> tuple[str, ...]:
        found = set(self.documented.get(dialect.NAME, ()))
        found |= {entity.name for exchange, entity in self.pages if dialect.read_page(exchange, entity).readable}
        known = offered(self.contract, dialect).entities
        return tuple(name for name, item in known.items() if name in found or item.wire_name in self.described)

    # --- concluding -----------------------------------------------------------------------------------------------

    def conclusion(self) -> Recognised:
        """
        What it comes to.

        Raises:
            Unrecognised: no dialect fits, or several do.
        """
        name = self._decided()
        if not name:
            raise self._undecided()
        entities = self._served(self.candidates[name])
        if not entities:
            known = offered(self.contract, self.candidates[name]).entities.values()
            raise Unrecognised(
                expected="a set that the contract knows: " + ", ".join(entity.wire_name for entity in known),
                got=f"{name}, since {self._because(name)}; but none of these sets: {self._came()}",
                where=self.base,
                fix="Check the address; name the set that is served with --entity.",
            )
        return Recognised(dialect=name, because=self._because(name), root=self.root, entities=entities)

    def _came(self) -> str:
        return "; ".join(self.asked.values()) or "nothing"

    def _because(self, name: str) -> str:
        reasons = [mark.words for mark in self.marks.get(name, ()) if mark.weight]
        listed = self.documented.get(name, ())
        if listed:
            number = f"{len(listed)} known entity set{'' if len(listed) == 1 else 's'}"
            reasons.append(f"its service document lists {number}")
        if not reasons:
            reasons.append("it was named, and a first page can be read")
        strangers = [
            f"{other}: {_words(marks)}" for other, marks in self.marks.items() if other != name and _owned(marks)
        ]
        return _and(reasons) + (f" (but there are also marks of {'; '.join(strangers)})" if strangers else "")

    def _undecided(self) -> Unrecognised:
        ranked = {name: self._score(name) for name in self.marks if self._score(name)}
        best = [name for name, score in ranked.items() if score == max(ranked.values())]
        came = self._came()
        fix = "Check that the address is that of a service or of one of its sets, not of a web page"
        if best and len(self.candidates) == 1:
            fix = f"Try --dialect {best[0]}, whose marks the answers bear: {_words(self.marks[best[0]])}"
        elif len(best) > 1:
            reason = f"{' and '.join(sorted(best))} fit alike ({_words(self.marks[best[0]])})"
            came = f"{reason}: {came}"
            fix = "Serve at least one record, since empty sets carry no mark of their dialect"
        untried = self._untried()
        if untried and not best:
            fix = f"{fix}. Not asked for want of requests: {untried}; name the set with --entity"
        return Unrecognised(
            expected="a service that speaks " + " or ".join(self.candidates),
            got=came,
            where=self.base,
            fix=f"{fix}; or name the dialect with --dialect.",
        )

    def _untried(self) -> str:
        """Addresses below the root where a dialect has its first set, that there was no request left for."""
        found: dict[str, list[str]] = {}
        for name, dialect in self.candidates.items():
            query = dialect.listing(self.root, self._place_in(dialect, self._in_turn()[0]), _ONE)
            address = query.url.partition("?")[0]
            if address not in self.settled:
                found.setdefault(address, []).append(name)
        return ", ".join(f"{address} ({', '.join(names)})" for address, names in found.items())


def _owned(marks: Iterable[Mark]) -> list[Mark]:
    return [mark for mark in marks if mark.weight >= Weight.OWN]


def _words(marks: Iterable[Mark]) -> str:
    return _and([mark.words for mark in marks])


def _and(words: list[str]) -> str:
    return ", and ".join(words)
