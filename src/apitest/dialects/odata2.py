"""
What the dialects of OData 1 and 2 have in common: addresses, query options, answers, and how they are said.

Each dialect of the family is a module of its own; it makes a `Family` of what is peculiar to it and hands out its
methods under the names that the protocol asks for.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

from apitest.dialects import atom_saying, edmx, verbose, verbose_saying
from apitest.dialects.odata_words import ATOM, JSON, as_written, encoded, heard, written
from apitest.dialects.speech import Question, Refused, Reply, Rows
from apitest.model import Condition, Contract, EntitySet, Exchange, Json, Page, Query, Selection

_BAD, _NOT_FOUND = 400, 404
_SET = r"(?P<set>[A-Za-z]+)(\((?P<guid>guid)?'(?P<key>(?:[^']|'')*)'\))?(?P<count>/\$count)?(/(?P<list>[A-Za-z]+))?"
_PATH = re.compile(_SET)


def one_root(base: str, entity: EntitySet) -> str:  # noqa: ARG001 - the same for every set
    """All sets stand in one service."""
    return base


def string_key(entity: EntitySet, key: str) -> str:  # noqa: ARG001 - the same for every set
    """A key as an OData literal: text, a quote doubled."""
    return "'" + key.replace("'", "''") + "'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A dialect of OData 1 or 2."""

    style: verbose.Style
    names: edmx.Names
    """What its description calls things."""
    unsayable: frozenset[str] = frozenset()
    root_of: Callable[[str, EntitySet], str] = one_root
    """Service root as configured, entity set → root of the service that has the set."""
    key: Callable[[EntitySet, str], str] = string_key
    """A key as an OData literal, not percent-encoded."""

    # --- asking ---------------------------------------------------------------------------------------------------

    def service(self, base: str, entity: EntitySet) -> Query:
        """Ask which entity sets there are."""
        return Query(url=f"{self.root_of(base, entity)}/")

    def description(self, base: str, entity: EntitySet) -> Query:
        """Ask for the EDMX document."""
        return Query(url=f"{self.root_of(base, entity)}/$metadata", accept="application/xml")

    def listing(self, base: str, entity: EntitySet, selection: Selection) -> Query:
        """Ask for part of a set."""
        options = self._renamed(written(self._expanding(selection, entity), entity), entity)
        return Query(url=self._set(base, entity) + (f"?{options}" if options else ""))

    def item(self, base: str, entity: EntitySet, key: str) -> Query:
        """Ask for one record, its collections inline."""
        options = self._renamed(written(self._expanding(Selection(), entity), entity), entity)
        return Query(url=self._address(base, entity, key) + (f"?{options}" if options else ""))

    def count(self, base: str, entity: EntitySet, conditions: tuple[Condition, ...] = ()) -> Query:
        """Ask for the plain number of records."""
        options = written(Selection(conditions=conditions, expand=()), entity)
        return Query(url=f"{self._set(base, entity)}/$count" + (f"?{options}" if options else ""), accept="*/*")

    def malformed(self, base: str, entity: EntitySet) -> dict[str, Query]:
        """Queries that the service must refuse, by the requirement they try."""
        root = f"{self._set(base, entity)}?"
        return {
            "query/negative-page-size-refused": Query(url=root + encoded({"$top": "-1"})),
            "query/malformed-page-size-refused": Query(url=root + encoded({"$top": "many"})),
            "query/unknown-property-refused": Query(url=root + encoded({"$top": "1", "$orderby": "noSuchProperty"})),
            "query/unknown-option-refused": Query(url=root + encoded({"$top": "1", "$noSuchOption": "1"})),
            "query/malformed-filter-refused": Query(url=root + encoded({"$top": "1", "$filter": "treaty eq"})),
        }

    def _expanding(self, selection: Selection, entity: EntitySet) -> Selection:
        """All lists are those that the dialect can say: a service that does not know one refuses the whole listing."""
        if selection.expand is not None:
            return selection
        return replace(selection, expand=tuple(name for name in entity.expandable if name not in self.unsayable))

    def _set(self, base: str, entity: EntitySet) -> str:
        return f"{self.root_of(base, entity)}/{entity.wire_name}"

    def _address(self, base: str, entity: EntitySet, key: str) -> str:
        literal = quote(self.key(entity, key), safe="'", errors="surrogatepass")
        return f"{self._set(base, entity)}({literal})"

    def _renamed(self, options: str, entity: EntitySet) -> str:
        """Options with the names of the wire, where they differ from the contract's."""
        for name, wire in verbose_saying.wire_names(self.style.layout, entity).items():
            options = re.sub(rf"(?<=[=,/])({re.escape(name)})(?=[,/&]|%20|$)", wire, options)
        return options

    # --- reading --------------------------------------------------------------------------------------------------

    def read_page(self, exchange: Exchange, entity: EntitySet) -> Page:
        """Read a listing."""
        return verbose.read_rows(self.style, exchange, entity)

    def read_item(self, exchange: Exchange, entity: EntitySet) -> Page:
        """Read a single record."""
        return verbose.read_one(self.style, exchange, entity)

    def read_list(self, exchange: Exchange, entity: EntitySet, name: str) -> tuple[Json, ...] | None:
        """The entries of one list of a record, in canonical form, from the address that stands for it; None: no list."""
        return verbose.read_list(self.style, exchange, entity.shape.fields[name])

    def read_count(self, exchange: Exchange) -> int | None:
        """The plain digits of `/$count`; None: anything else."""
        return int(exchange.body) if re.fullmatch(rb"\d{1,18}", exchange.body) else None

    def read_error(self, exchange: Exchange) -> str | None:
        """The message of an error document; None: not in the dialect's form."""
        return verbose.read_message(exchange)

    def read_service(self, exchange: Exchange, contract: Contract) -> tuple[str, ...] | None:
        """Canonical names of the entity sets offered that the contract knows; None: no service document."""
        names = verbose.read_sets(exchange)
        if names is None:
            return None
        return tuple(entity.name for entity in contract.entities.values() if entity.wire_name in names)

    def place(self, entity: EntitySet, index: int, pointer: str) -> str:  # noqa: ARG002 - the same for every set
        """Where a pointer into a record lies in a page."""
        return self.style.layout.place(index, pointer)

    # --- the service side -----------------------------------------------------------------------------------------

    def hear(self, path: str, query: str, contract: Contract) -> Question:
        """
        A request path behind the service root, and its query string, as a question.

        Raises:
            Refused: nothing of that name, or malformed options.
        """
        path = unquote(path).strip("/")
        if path in ("", "$metadata"):
            return Question(asked="description" if path else "service")
        match = _PATH.fullmatch(path)
        names = {entity.wire_name: entity for entity in contract.entities.values()}
        if match is None or match["set"] not in names:
            raise Refused(_NOT_FOUND, f"There is no resource {path!r}.")
        entity = names[match["set"]]
        selection, where = heard(self._canonical(query, entity), entity, (*JSON, *ATOM))
        if match["key"] is not None:
            key = match["key"].replace("''", "'")
            if bool(match["guid"]) != self.key(entity, key).startswith("guid'"):
                raise Refused(_BAD, f"The key of {entity.wire_name} is {'text' if match['guid'] else 'a GUID'}.")
            if match["list"] is not None:
                return Question(asked="list", entity=entity.name, key=key, listed=self._listed(match["list"], entity))
            return Question(asked="item", entity=entity.name, key=key, selection=selection)
        if match["list"] is not None:
            raise Refused(_NOT_FOUND, f"There is no resource {path!r}.")
        asked = "count" if match["count"] else "page"
        return Question(asked=asked, entity=entity.name, selection=selection, filter=where)  # type: ignore[arg-type]

    def _listed(self, wire: str, entity: EntitySet) -> str:
        """
        The list that goes by this name.

        Raises:
            Refused: the records have none of that name.
        """
        own = {said: name for name, said in verbose_saying.wire_names(self.style.layout, entity).items()}
        name = own.get(wire, wire)
        if name not in entity.expandable:
            raise Refused(_NOT_FOUND, f"The records of {entity.wire_name} have no list {wire!r}.")
        return name

    def _canonical(self, query: str, entity: EntitySet) -> str:
        query = as_written(query)
        for name, wire in verbose_saying.wire_names(self.style.layout, entity).items():
            query = re.sub(rf"(?<=[=,/])({re.escape(wire)})(?=[,/&]|%20|$)", name, query)
        return query

    def say_page(self, rows: Rows, question: Question, entity: EntitySet, base: str, query: str) -> Reply:
        """A listing; what is left goes behind `__next` with the client's own options."""
        following = ""
        if rows.next is not None and self.style.layout.next:
            left = ("$skip=", "$top=", "%24skip=", "%24top=")
            kept = [part for part in query.split("&") if part and not part.startswith(left)]
            size = [f"$top={rows.next.top}"] if rows.next.top is not None else []
            following = f"{self._set(base, entity)}?" + "&".join([*kept, *size, f"$skip={rows.next.skip}"])
        sayable = replace(rows, records=tuple(self._sayable(record) for record in rows.records))
        return verbose_saying.say_rows(self.style, sayable, question, entity, self._addresses(base, entity, following))

    def say_item(self, record: dict[str, Json], question: Question, entity: EntitySet, base: str) -> Reply:
        """One record."""
        return verbose_saying.say_one(
            self.style, self._sayable(record), question, entity, self._addresses(base, entity)
        )

    def say_list(self, record: dict[str, Json], question: Question, entity: EntitySet) -> Reply:
        """One list of a record, for whoever follows the link that stands for it."""
        return verbose_saying.say_list(self.style, self._sayable(record), question.listed, entity)

    def say_count(self, number: int) -> Reply:
        """Plain digits."""
        return Reply(status=200, content_type="text/plain;charset=utf-8", body=str(number).encode())

    def say_service(self, contract: Contract, base: str, question: Question) -> Reply:  # noqa: ARG002 - one service
        """The service document."""
        return verbose_saying.say_sets([entity.wire_name for entity in contract.entities.values()])

    def say_description(self, contract: Contract, base: str, question: Question) -> Reply:  # noqa: ARG002 - one service
        """The EDMX document."""
        body = edmx.document(contract, self.names, leave_out=self.unsayable, renamed=self.style.layout.names)
        return Reply(status=200, content_type="application/xml;charset=utf-8", body=body)

    def say_error(self, status: int, message: str) -> Reply:
        """An error document."""
        return verbose_saying.say_error(status, message)

    def say_in_atom(self, reply: Reply, question: Question | None, contract: Contract, base: str) -> Reply:
        """The same reply in Atom."""
        entity = contract.entities.get(question.entity) if question else None
        if question is None or entity is None:
            return atom_saying.in_atom(reply, question, None, base)
        names = {wire: name for name, wire in verbose_saying.wire_names(self.style.layout, entity).items()}
        return atom_saying.in_atom(reply, question, entity, self.root_of(base, entity), names)

    def _addresses(self, base: str, entity: EntitySet, following: str = "") -> verbose_saying.Addresses:
        return verbose_saying.Addresses(record=lambda key: self._address(base, entity, key), following=following)

    def _sayable(self, record: Mapping[str, Json]) -> dict[str, Json]:
        return {name: value for name, value in record.items() if name not in self.unsayable}
