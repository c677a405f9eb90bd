"""Two promises → the changes from the old to the new, each under its rule, in an order that depends on the two alone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from apitest.comparison.forms import Codes, Form, Offer, Promise, Question, Rule
from apitest.comparison.matching import Loose, alternatives, paired, sets_renamed
from apitest.comparison.rules import WORST, Change, Impact, change
from apitest.comparison.values import is_other, value_differences

_BINDING = {"MUST": 0, "SHOULD": 1, "MAY": 2}


def differences(old: Promise, new: Promise) -> tuple[Change, ...]:
    """Every change, gravest first; within one impact by set and place."""
    changes = [
        *_protocol(old, new),
        *_offers(old, new),
        *_vocabularies(old, new),
        *_requirements(old.requirements, new.requirements),
    ]
    return tuple(
        sorted(
            dict.fromkeys(changes), key=lambda item: (WORST[item.impact], item.offer, item.pointer, item.rule, item.new)
        )
    )


def worst(changes: Iterable[Change]) -> Impact | None:
    """The gravest impact; None: nothing changed."""
    return min((item.impact for item in changes), key=lambda impact: WORST[impact], default=None)


def _protocol(old: Promise, new: Promise) -> Iterator[Change]:
    if old.protocol and new.protocol and old.protocol != new.protocol:
        first = next((offer.entity for offer in old.offers.values() if offer.entity), "")
        told = f"OData {old.protocol}", f"OData {new.protocol}"
        yield change("protocol-changed", offer="", entity=first, pointer="", old=told[0], new=told[1])
    if old.namespace and new.namespace and old.namespace != new.namespace:
        yield change("namespace-changed", offer="", entity="", pointer="", old=old.namespace, new=new.namespace)


# --- sets and operations ----------------------------------------------------------------------------------------------


def _offers(old: Promise, new: Promise) -> Iterator[Change]:
    gone = {name: offer for name, offer in old.offers.items() if name not in new.offers}
    come = {name: offer for name, offer in new.offers.items() if name not in old.offers}
    renamed = [] if old.kind == "OpenAPI" else sets_renamed(gone, come)
    for before, after in renamed:
        offer = gone.pop(before)
        made = {"offer": before, "entity": offer.entity, "pointer": "", "old": before, "new": after}
        yield change("set-renamed", suggested=True, **made)
        yield from _offer(offer, come.pop(after))
    kind = "operation" if old.kind == "OpenAPI" else "set"
    for name, offer in gone.items():
        yield change(f"{kind}-removed", offer=name, entity=offer.entity, pointer="", old=name)
    for name, offer in come.items():
        yield change(f"{kind}-added", offer=name, entity=offer.entity, pointer="", new=name)
    for name, offer in old.offers.items():
        if name in new.offers:
            yield from _offer(offer, new.offers[name])


def _offer(old: Offer, new: Offer) -> Iterator[Change]:
    scene = _Scene(offer=old.name, entity=old.entity)
    scene.compare(old.answer, new.answer, "")
    yield from scene.concluded()
    yield from _key(old, new)
    for name, before, after in (("filter", old.filters, new.filters), ("order", old.orders, new.orders)):
        for word in sorted(before ^ after):
            rule, place = f"{name}-{'removed' if word in before else 'added'}", f"/{word.partition(' ')[0]}"
            was, now = (word, "") if word in before else ("", word)
            yield change(rule, offer=old.name, entity=old.entity, pointer=place, old=was, new=now)
    for word in sorted(old.media ^ new.media) if old.media and new.media else ():
        rule, was, now = ("media-type-removed", word, "") if word in old.media else ("media-type-added", "", word)
        yield change(rule, offer=old.name, entity=old.entity, pointer="", old=was, new=now)
    yield from _questions(old, new)


def _key(old: Offer, new: Offer) -> Iterator[Change]:
    if not old.key or not new.key or old.key == new.key:
        return
    names = [tuple(name for name, _ in offer.key) for offer in (old, new)]
    rule = "key-type-changed" if names[0] == names[1] else "key-changed"
    told = [", ".join(f"{name} ({kind})" for name, kind in offer.key) for offer in (old, new)]
    yield change(rule, offer=old.name, entity=old.entity, pointer="", old=told[0], new=told[1])


def _questions(old: Offer, new: Offer) -> Iterator[Change]:
    for name in dict.fromkeys([*old.questions, *new.questions]):
        before, after = old.questions.get(name), new.questions.get(name)
        for rule, was, now in _question(name, before, after):
            yield change(
                rule, offer=old.name, entity=old.entity, pointer=f"/{name.partition(' ')[2]}", old=was, new=now
            )


def _question(name: str, old: Question | None, new: Question | None) -> Iterator[tuple[str, str, str]]:
    if old is None or new is None:
        if old is not None:
            yield "parameter-removed", name, ""
        elif new is not None:
            yield ("required-parameter-added" if new.required else "parameter-added"), "", name
        return
    if old.required != new.required:
        yield f"parameter-became-{'required' if new.required else 'optional'}", name, name
    if _parts(new.form, old.form, {Impact.BREAKING, Impact.POTENTIALLY}):
        yield "parameter-narrowed", name, name
    elif _parts(old.form, new.form, {Impact.BREAKING, Impact.POTENTIALLY}):
        yield "parameter-widened", name, name


def _parts(old: Form, new: Form, impacts: set[Impact]) -> bool:
    """Whether a reader of the one form would be surprised by the other."""
    scene = _Scene(offer="", entity="")
    scene.compare(old, new, "")
    return any(item.impact in impacts for item in scene.concluded())


# --- records ----------------------------------------------------------------------------------------------------------


@dataclass
class _Scene:
    """The comparison of one set: changes so far, and the properties that only one side has."""

    offer: str
    entity: str
    changes: list[Change] = field(default_factory=list)
    gone: list[Loose] = field(default_factory=list)
    come: list[Loose] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)
    """Pointers of objects that were closed in the old contract."""

    def add(self, rule: str, pointer: str, old: str = "", new: str = "", *, suggested: bool = False) -> None:
        made = change(
            rule, offer=self.offer, entity=self.entity, pointer=pointer, old=old, new=new, suggested=suggested
        )
        self.changes.append(made)

    def compare(self, old: Form, new: Form, pointer: str) -> None:
        """Add what differs at a place and below it."""
        if old == new:
            return
        if old.navigation != new.navigation and old.edm and new.edm:
            self.add("became-navigation" if new.navigation else "became-inline", pointer, old.edm, new.edm)
        elif old.options or new.options:
            self._alternatives(old, new, pointer)
        for rule, was, now in value_differences(old, new):
            self.add(rule, pointer, was, now)
        comparable = bool(old.options) == bool(new.options)
        for name in dict.fromkeys([*old.notes, *new.notes]) if comparable else ():
            if old.notes.get(name) != new.notes.get(name):
                self.add("words-changed", pointer, old.notes.get(name, ""), new.notes.get(name, ""))
        if not is_other(old, new):
            self._inside(old, new, pointer)

    def _alternatives(self, old: Form, new: Form, pointer: str) -> None:
        pairs, gone, come = alternatives(old.options or (old,), new.options or (new,))
        for before, after in pairs:
            if old.options or new.options:
                plain = before is old or after is new
                one, two = replace(before, notes={}), replace(after, notes={})
                self.compare(one if plain else before, two if plain else after, pointer)
        for option in gone:
            self.add("alternative-removed", pointer, old=_option(option))
        for option in come:
            self.add("alternative-added", pointer, new=_option(option))

    def _inside(self, old: Form, new: Form, pointer: str) -> None:
        if not (old.options or new.options):
            self._fields(old, new, pointer)
        if old.item is not None and new.item is not None:
            self.compare(old.item, new.item, f"{pointer}/*")

    def _fields(self, old: Form, new: Form, pointer: str) -> None:
        if old.closed:
            self.closed.add(pointer)
        if old.closed != new.closed and "object" in new.plain & old.plain:
            self.add("became-closed" if new.closed else "became-open", pointer)
        for name, form in old.fields.items():
            if name not in new.fields:
                self.gone.append(Loose(pointer=f"{pointer}/{name}", form=form, required=name in old.required))
                continue
            self._required(name, old, new, pointer)
            self.compare(form, new.fields[name], f"{pointer}/{name}")
        for name, form in new.fields.items():
            if name not in old.fields:
                self.come.append(Loose(pointer=f"{pointer}/{name}", form=form, required=name in new.required))

    def _required(self, name: str, old: Form, new: Form, pointer: str) -> None:
        before, after = name in old.required, name in new.required
        if before != after:
            told = ("required", "optional") if before else ("optional", "required")
            self.add(f"became-{told[1]}", f"{pointer}/{name}", *told)

    def concluded(self) -> list[Change]:
        """All changes, with properties that only one side has told as renamed, moved, removed or added."""
        renamed, moved = paired(self.gone, self.come)
        used = {id(item) for pair in (*renamed, *moved) for item in pair}
        for rule, pairs in (("property-renamed", renamed), ("property-moved", moved)):
            for old, new in pairs:
                self.add(rule, old.pointer, old.pointer, new.pointer, suggested=True)
                if old.required and not new.required:
                    self.add("became-optional", old.pointer, "required", "optional")
                self.compare(replace(old.form, notes={}), replace(new.form, notes={}), new.pointer)
        for item in self.gone:
            if id(item) not in used:
                rule = "required-property-removed" if item.required else "property-removed"
                self.add(rule, item.pointer, item.name)
        for item in self.come:
            if id(item) not in used:
                rule = "property-added-to-closed" if item.owner in self.closed else "property-added"
                self.add(rule, item.pointer, new=item.name)
        return self.changes


def _option(form: Form) -> str:
    return form.name or " or ".join(sorted(form.types)) or "anything"


# --- vocabularies and requirements ------------------------------------------------------------------------------------


def _vocabularies(old: Promise, new: Promise) -> Iterator[Change]:
    for name, before in old.vocabularies.items():
        after = new.vocabularies.get(name)
        if after is None or before == after:
            continue
        for rule, was, now in _vocabulary(before, after):
            entity, pointer = _used(old, name)
            made = change(rule, offer="vocabularies", entity=entity, pointer=pointer, old=was, new=now)
            yield replace(made, pointer=f"/{name}")


def _vocabulary(old: Codes, new: Codes) -> Iterator[tuple[str, str, str]]:
    if old.open != new.open:
        told = [("open" if codes.open else "closed") for codes in (old, new)]
        yield "vocabulary-opened" if new.open else "vocabulary-closed", told[0], told[1]
    for code, label in old.terms.items():
        if code not in new.terms:
            yield "code-removed", code, ""
        elif label != new.terms[code]:
            yield "words-changed", f"{code}: {label}", f"{code}: {new.terms[code]}"
    yield from (("code-added", "", code) for code in new.terms if code not in old.terms)


def _used(promise: Promise, vocabulary: str) -> tuple[str, str]:
    """Set and place of the first property that takes its codes from a vocabulary."""
    for offer in promise.offers.values():
        for name, form in offer.answer.fields.items():
            if vocabulary == form.vocabulary:
                return offer.entity, f"/{name}"
    return "", ""


def _requirements(old: Mapping[str, Rule], new: Mapping[str, Rule]) -> Iterator[Change]:
    for name in dict.fromkeys([*old, *new]):
        before, after = old.get(name), new.get(name)
        for rule, was, now in _requirement(before, after):
            yield change(rule, offer="requirements", entity="", pointer=f"/{name.replace('/', '~1')}", old=was, new=now)


def _requirement(old: Rule | None, new: Rule | None) -> Iterator[tuple[str, str, str]]:
    if old is None or new is None:
        if old is not None:
            yield "requirement-removed", old.obligation, ""
        elif new is not None:
            yield "requirement-added", "", new.obligation
        return
    if old.obligation != new.obligation:
        weaker = _BINDING.get(new.obligation, 3) > _BINDING.get(old.obligation, 3)
        yield f"obligation-{'weakened' if weaker else 'strengthened'}", old.obligation, new.obligation
    if old.sentence != new.sentence:
        yield "requirement-reworded", old.sentence, new.sentence
