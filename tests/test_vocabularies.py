"""The vocabularies that ship: their forms, their sources, and each pattern against real and broken values."""

import re

import pytest

from making import CONTRACT

_NUMBERS: dict[str, tuple[list[str], list[str]]] = {
    "basel": (
        ["BC-17/22", "BC-14/10", "BC-10/14", "BC.Ex-2/1", "VIII/20", "III/1"],
        ["BC–17/22", "BC-17 / 22", "BC-17", "bc-17/22", "BC-17/22 ", "BC.Ex 1/1", "X/3", "BC-0/1"],
    ),
    "rotterdam": (["RC-12/9", "RC-9/1", "RC.Ex-1/1"], ["RC-12.9", "RC 12/9"]),
    "stockholm": (["SC-12/23", "SC-1/22", "SC.Ex-1/1"], ["SC-12-23", "SC41-24"]),
    "minamata": (["MC-5/19", "MC-6/10", "MC-1/8"], ["MC-COP.5/19", "MC5/19"]),
    "montreal": (
        ["XXXVI/2", "XXXVII/23", "IV/9", "XL/1", "EX.I/4"],
        ["36/2", "xxxvi/2", "XXXVI-2", "IIII/2", "VX/1", "/2"],
    ),
    "vienna": (["VC I/2", "VC V/5", "VC XIII/1"], ["VCV/5", "VC 5/5"]),
    "cbd": (
        ["VIII/14", "X/2", "XIII/27", "14/27", "15/6", "EM-I/3"],
        ["13/27", "COP XIII/27", "XIV/27", "CBD/COP/DEC/15/4"],
    ),
    "cartagena": (
        ["BS-I/9", "BS-V/14", "CP-VIII/14", "CP-9/5", "CP-10/9"],
        ["CP-8/14", "BS-1/9", "CP-IX/5", "BS-VIII/1"],
    ),
    "nagoya": (["NP-1/3", "NP-4/3"], ["NP-I/3"]),
    "unfccc": (["1/CP.24", "9/CP.16"], ["1/CP24", "CP.24/1", "1/CMP.3"]),
    "kyoto": (["1/CMP.3", "26/CMP.1"], ["1/CP.3"]),
    "paris": (["18/CMA.1", "5/CMA.3"], ["18/CMA1"]),
    "unccd": (["7/COP.13", "11/COP.1"], ["7/COP13", "7/CP.13"]),
    "cites": (
        ["Conf. 11.17 (Rev. CoP18)", "14.69", "16.9 (Rev. CoP17)", "12.87"],
        ["Conf 11.17", "Conf. 11.17 (Rev CoP18)"],
    ),
    "cms": (["12.5", "12.01", "12.4 (Rev.COP14)", "12.17/Annex", "13.14"], ["12.4 (Rev. COP14)", "12-4"]),
    "aewa": (["1.3"], ["1-3"]),
    "ramsar": (["X.1", "XII.2", "IX.24", "SC41-24"], ["10.1", "XII/2"]),
    "whc": (["35 COM 18", "41 COM 16", "14 EXT.COM 4", "44 COM 7B.178", "COM/BUR.1.3"], ["44COM", "44.COM 18"]),
    "plant-treaty": (["7/2019", "2/2011"], ["7/19"]),
    "barcelona": (["IG.23/1", "IG.20/12"], ["IG 20.12"]),
}
_FORMS: dict[str, tuple[list[str], list[str]]] = {
    "iati-identifier": (["XM-DAC-41317-FP049"], ["XM-DAC-41317/FP049", "FP049", "XM-DAC-41317 FP049"]),
    "gef-id": (["10125", "1"], ["0", "010125", "GEF-10125", "10,125"]),
    "treaty": (
        ["basel", "plant-treaty", "plant_treaty", "barc-spa"],
        ["Basel", "plant--treaty", "basel ", "-cbd", "ICRW"],
    ),
    "cas-form": (["7439-97-6", "50-29-3"], ["7439976", "0050-29-3", "50‑29‑3"]),
    "m49": (["002", "150"], ["2", "1027"]),
    "sdg-target": (["12.4", "3.9", "14.a"], ["18.1", "12", "12.0"]),
    "term": (
        ["http://www.informea.org/terms/mercury", "http://leo.informea.org/terms/rio-marker"],
        ["mercury", "http://www.informea.org/terms/Mercury", "http://www.informea.org/terms/"],
    ),
    "media-type": (
        ["application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
        ["pdf", ".pdf", "application/", "application/pdf; charset=utf-8"],
    ),
    "gef-period": (["gef-pilot", "gef-8"], ["GEF-8", "gef-0"]),
    "currency": (["USD", "XOF"], ["usd", "US$", "EURO"]),
    "un-symbol": (
        [
            "UNEP/MC/COP.6/22",
            "UNEP/MC/COP.6/1/Rev.1",
            "UNEP/MC/COP.6/INF/4",
            "UNEP/CHW.17/INF/54",
            "UNEP/CHW.17/3/Add.1",
            "CHW.17/CRP.27",
            "UNEP/CHW/CC.13/4/Add.3",
            "UNEP/FAO/RC/COP.12/INF/1",
            "UNEP/POPS/COP.12/L.1",
            "UNEP/POPS/NIP/Albania/1",
            "UNEP/OzL.Pro.4/15",
            "UNEP/OzL.Pro.3/Bur/1/3",
            "UNEP(DTIE)/Hg/INC.6/INF/6",
            "UNEP(DEC)/CAR IG.20/7",
            "UNEP(DEPI)/MED WG.443/21",
            "UNEP/MED IG.24/Inf.3",
            "CBD/COP/DEC/XIII/27",
            "UNEP/CBD/NP/COP-MOP/1/3",
            "FCCC/CP/2016/6",
            "WHC-14/38.COM/16",
            "WHC/20/14EXT.COM/2",
            "UNEP/EA.4/19",
            "GEF/C.52/05/Rev.01",
        ],
        [
            "UNEP/MC/COP.6/",
            "/UNEP/MC",
            "unep/mc/cop.6/22",
            "UNEP//MC",
            "UNEP/MC/COP.6/22 ",
            "UNEP-MC-COP.6-01",
            "FCCC/KP/CMP/2019/4−FCCC/PA/CMA/2019/2",
            "UNEP",
            "UNEP/MC/COP.6/‑2",
            "Decision BC-17/22",
        ],
    ),
}
_CASES = [
    (name, key, value, expected)
    for name, table in (("decision-number", _NUMBERS), ("forms", _FORMS))
    for key, (valid, invalid) in table.items()
    for expected, values in ((True, valid), (False, invalid))
    for value in values
]
_LISTS = sorted(CONTRACT.vocabularies)
_NAMES = {
    "treaties", "countries", "countries-alpha-3", "languages", "un-languages", "decision-type", "decision-status",
    "meeting-type", "meeting-kind", "meeting-repetition", "meeting-access", "meeting-status", "mime-type", "project-status",
    "project-type", "project-scope", "funding-mechanism", "identifier-scheme", "organisation-role", "gef-focal-area",
    "trust-fund", "decision-number", "currency", "currency-minor-units", "un-region", "forms",
}  # fmt: skip


def codes(name: str, status: str = "active") -> set[str]:
    return {term.code for term in CONTRACT.vocabularies[name].terms.values() if term.status == status}


def test_every_list_ships() -> None:
    assert set(CONTRACT.vocabularies) >= _NAMES


@pytest.mark.parametrize(("name", "key", "value", "expected"), _CASES)
def test_pattern_holds_to_its_examples(name: str, key: str, value: str, expected: bool) -> None:
    pattern = CONTRACT.vocabularies[name].patterns[key]

    matched = re.fullmatch(pattern, value) is not None

    assert expected == matched


@pytest.mark.parametrize(("name", "examples"), [("decision-number", _NUMBERS), ("forms", _FORMS)])
def test_every_pattern_has_examples(name: str, examples: dict[str, object]) -> None:
    assert set(CONTRACT.vocabularies[name].patterns) == set(examples)


@pytest.mark.parametrize("name", _LISTS)
def test_list_names_itself_and_its_source(name: str) -> None:
    vocabulary = CONTRACT.vocabularies[name]

    told = (vocabulary.name, bool(vocabulary.title), vocabulary.source.endswith("."))

    assert told == (name, True, True)


@pytest.mark.parametrize("name", _LISTS)
def test_list_has_terms_or_patterns(name: str) -> None:
    vocabulary = CONTRACT.vocabularies[name]

    assert vocabulary.terms or vocabulary.patterns


@pytest.mark.parametrize("name", _LISTS)
def test_status_is_one_of_three(name: str) -> None:
    statuses = {term.status for term in CONTRACT.vocabularies[name].terms.values()}

    assert statuses <= {"active", "withdrawn", "alias"}


@pytest.mark.parametrize("name", _LISTS)
def test_alias_names_an_active_code(name: str) -> None:
    canonical = "countries" if name == "countries-alpha-3" else name
    aliases = [term for term in CONTRACT.vocabularies[name].terms.values() if term.status == "alias"]

    lost = [term.code for term in aliases if term.same_as not in codes(canonical)]

    assert lost == []


def test_country_lists_pair() -> None:
    three = CONTRACT.vocabularies["countries-alpha-3"].terms.values()

    assert codes("countries") == {term.same_as for term in three if term.status == "active"}


def test_iso_has_all_its_countries() -> None:
    iso = [code for code in codes("countries") if code != "EU"]

    assert len(iso) == 249


@pytest.mark.parametrize(
    ("name", "expected"),
    [("countries", {"AN", "CS", "XK", "YU"}), ("countries-alpha-3", {"ANT", "SCG", "XKK", "XKX", "YUG"})],
)
def test_former_and_unofficial_countries_are_marked(name: str, expected: set[str]) -> None:
    assert codes(name, "withdrawn") == expected


def test_euro_is_no_country_outside_three_letters() -> None:
    assert ("EUR" in codes("countries"), "EUR" in codes("countries-alpha-3")) == (False, True)


def test_un_languages_are_languages() -> None:
    assert codes("un-languages") < codes("languages")


def test_minor_units_belong_to_currencies() -> None:
    assert codes("currency-minor-units") < codes("currency")


@pytest.mark.parametrize(("currency", "expected"), [("JPY", "0"), ("KWD", "3"), ("CLF", "4")])
def test_minor_units_are_digits(currency: str, expected: str) -> None:
    assert CONTRACT.vocabularies["currency-minor-units"].terms[currency].label == expected


def test_numbers_belong_to_known_treaties() -> None:
    assert set(CONTRACT.vocabularies["decision-number"].patterns) < codes("treaties")


def test_provider_of_the_ozone_secretariat_is_no_treaty() -> None:
    assert "ozone" not in CONTRACT.vocabularies["treaties"].terms
