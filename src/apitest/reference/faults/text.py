"""Lies about texts: what a content editor pastes, and what an export garbles."""

from dataclasses import replace

from apitest.model import Feature, Json
from apitest.reference.lying import Act, Fault, RecordChange, at

_SETS = ("decisions", "meetings", "national-reports", "projects")


def _titled(position: int, value: str, language: str = "fr") -> RecordChange:
    """One record has this title in a language, in place of the one that it had, if any."""

    def change(record: dict[str, Json]) -> dict[str, Json]:
        others = [entry for entry in record["title"] if entry["language"] != language]
        return record | {"title": [*others, {"language": language, "value": value}]}

    return at(position, change)


def _more(position: int, entry: dict[str, Json]) -> RecordChange:
    """One record has one more entry in its title."""
    return at(position, lambda record: record | {"title": [*record["title"], entry]})


def _summed_up(position: int, value: str) -> RecordChange:
    """One decision has this summary in English."""
    entry: dict[str, Json] = {"language": "en", "value": value}
    return at(position, lambda record: record | {"summary": [entry]})


def _described(position: int, value: str) -> RecordChange:
    """One record has this summary or description in English."""
    entry: dict[str, Json] = {"language": "en", "value": value}
    return at(position, lambda record: record | {"summary" if "number" in record else "description": [entry]})


_MARKED_UP = ("decisions", "meetings", "documents")
_PORTUGUESE = "Conferência para a proteção do meio ambiente, com uma decisão sobre a gestão dos resíduos perigosos"
_FRENCH = "Directives techniques relatives à la gestion des déchets dangereux, et suite donnée à leur application"

_FAULTS: tuple[Fault, ...] = (
    Fault(
        name="text-entry-without-value",
        breaks="text/entries-complete",
        entities=_SETS,
        lie=Act("A title has a language without words.", record=_more(4, {"language": "pt"})),
        near_miss=Act(
            "A title has one more language, of one word.", record=_more(4, {"language": "pt", "value": "Resíduos"})
        ),
    ),
    Fault(
        name="text-entry-without-language",
        breaks="text/entries-complete",
        entities=_SETS,
        lie=Act("A title has words without a language.", record=_more(5, {"value": "Resíduos"})),
        near_miss=Act("A title has one more language.", record=_more(5, {"language": "pt", "value": "Resíduos"})),
    ),
    Fault(
        name="text-of-markup-alone",
        breaks="text/entries-complete",
        entities=("decisions",),
        lie=Act("A summary is an empty paragraph.", record=_summed_up(6, "<p>&nbsp;</p>")),
        near_miss=Act("A summary is a paragraph of one word.", record=_summed_up(6, "<p>Wastes</p>")),
    ),
    Fault(
        name="text-language-by-name",
        breaks="text/language-tag",
        entities=_SETS,
        lie=Act("A title names its language in full.", record=_titled(6, "Gestão de resíduos", "Portuguese")),
        near_miss=Act("A title is in a language that few use.", record=_titled(6, "Gestão de resíduos", "pt")),
    ),
    Fault(
        name="text-stand-in",
        breaks="text/no-stand-ins",
        entities=_SETS,
        lie=Act("A title is still to be written.", record=_titled(19, "TBD", "pt")),
        near_miss=Act("A title is short.", record=_titled(19, "Mercúrio", "pt")),
    ),
    Fault(
        name="text-stand-in-description",
        breaks="text/no-stand-ins",
        entities=("decisions", "meetings", "documents", "projects"),
        lie=Act("A description is still to be written.", record=_described(21, "(Text to be added later.)")),
        near_miss=Act(
            "A description begins with the same words.",
            record=_described(21, "To be added to the annexes: three substances used in pesticides."),
        ),
    ),
    Fault(
        name="text-soft-hyphen",
        breaks="text/no-invisible-characters",
        entities=_SETS,
        lie=Act("A title holds a soft hyphen.", record=_titled(22, "Gestion des dé\u00adchets")),
        near_miss=Act("A title holds a hyphen.", record=_titled(22, "Gestion des sous-produits")),
    ),
    Fault(
        name="text-runs",
        breaks="text/nothing-runs",
        entities=_MARKED_UP,
        lie=Act(
            "A description runs a program when it is clicked at.",
            record=_described(23, '<p onclick="go()">Requests the Secretariat to report on progress.</p>'),
        ),
        near_miss=Act(
            "A description is laid out.",
            record=_described(23, '<p class="first">Requests the Secretariat to report on progress.</p>'),
        ),
    ),
    Fault(
        name="text-markup-cut",
        breaks="text/markup-balanced",
        entities=_MARKED_UP,
        lie=Act(
            "A description opens what it does not close.",
            record=_described(24, "<p><em>Requests the Secretariat to report on progress.</p>"),
        ),
        near_miss=Act(
            "A description leaves out the end of its paragraphs, as HTML allows.",
            record=_described(24, "<p><em>Requests</em> the Secretariat<p>to report<br>on progress."),
        ),
    ),
    Fault(
        name="text-broken-off",
        breaks="text/not-broken-off",
        entities=_SETS,
        lie=Act("A title breaks off.", record=_titled(25, "Gestion des déchets dange…")),
        near_miss=Act("A title has dots inside.", record=_titled(25, "Gestion… et élimination des déchets")),
    ),
    Fault(
        name="text-doubled",
        breaks="text/not-doubled",
        entities=_SETS,
        lie=Act("A title comes twice over.", record=_titled(26, "Gestion des déchets Gestion des déchets")),
        near_miss=Act("A title says a word twice.", record=_titled(26, "Gestion des déchets et gestion des eaux")),
    ),
    Fault(
        name="text-in-capitals",
        breaks="text/not-in-capitals",
        entities=_SETS,
        lie=Act("A title is in capitals.", record=_titled(28, "GESTION DES DÉCHETS DANGEREUX DANS LES PAYS")),
        near_miss=Act(
            "A title has acronyms.", record=_titled(28, "Gestion des déchets dangereux de l’OCDE et du PNUE")
        ),
    ),
    Fault(
        name="text-language-undetermined",
        breaks="text/language-tag",
        entities=_SETS,
        lie=Act("A title is in the language 'und'.", record=_titled(7, "Ruskkat", "und")),
        near_miss=Act("A title is in Northern Sami, 'se'.", record=_titled(7, "Ruskkat", "se")),
    ),
    Fault(
        name="text-language-twice",
        breaks="text/one-entry-per-language",
        entities=_SETS,
        lie=Act("A title comes twice in English.", record=_more(8, {"language": "en", "value": "Waste"})),
        near_miss=Act("A title has the English words in another language too.", record=_titled(8, "Waste", "nl")),
    ),
    Fault(
        name="text-script-of-another-language",
        breaks="text/script-fits-language",
        entities=_SETS,
        lie=Act("A Russian title claims to be French.", record=_titled(9, "Обращение с отходами")),
        near_miss=Act(
            "A French title quotes a Russian word.", record=_titled(9, "Le terme « отходы » désigne les déchets")
        ),
    ),
    Fault(
        name="text-in-another-language",
        breaks="text/in-its-language",
        entities=_SETS,
        lie=Act("A Portuguese title claims to be Spanish.", record=_titled(18, _PORTUGUESE, "es")),
        near_miss=Act("A Portuguese title says so.", record=_titled(18, _PORTUGUESE, "pt")),
    ),
    Fault(
        name="text-summary-in-another-language",
        breaks="text/in-its-language",
        entities=("decisions",),
        lie=Act("A French summary claims to be English.", record=_summed_up(19, _FRENCH)),
        near_miss=Act(
            "An English summary quotes a French title.",
            record=_summed_up(
                19, f"The Conference of the Parties took note of the document entitled “{_FRENCH[:51]}”."
            ),
        ),
    ),
    Fault(
        name="text-garbled",
        breaks="text/no-garbled-characters",
        entities=_SETS,
        lie=Act("A title is UTF-8 read as Windows-1252.", record=_titled(10, "Gestion des dÃ©chets")),
        near_miss=Act("A title has rare accents and marks.", record=_titled(10, "SÃO TOMÉ… gestion « à »")),
    ),
    Fault(
        name="text-character-lost",
        breaks="text/no-garbled-characters",
        entities=_SETS,
        lie=Act("A title holds U+FFFD in place of an é.", record=_titled(11, "Gestion des d\ufffdchets")),
        near_miss=Act("A title holds a question mark.", record=_titled(11, "Quelle gestion des déchets ?")),
    ),
    Fault(
        name="text-tags-in-title",
        breaks="text/no-html-in-plain-text",
        entities=_SETS,
        lie=Act("A title holds tags.", record=_titled(12, "Gestion des <i>déchets</i>")),
        near_miss=Act(
            "A title holds less-than and greater-than signs.", record=_titled(12, "Déchets < 5 kg et > 2 kg")
        ),
    ),
    Fault(
        name="text-references-in-title",
        breaks="text/no-html-in-plain-text",
        entities=_SETS,
        lie=Act("A title holds a character reference.", record=_titled(13, "Gestion des d&eacute;chets")),
        near_miss=Act(
            "A title holds an ampersand and a semicolon.", record=_titled(13, "Déchets & eaux; suivi R&D; bilan")
        ),
    ),
    Fault(
        name="text-control-character",
        breaks="text/no-control-characters",
        entities=_SETS,
        lie=Act("A title holds a vertical tab.", record=_titled(14, "Gestion\u000bdes déchets")),
        near_miss=Act("A title holds a no-break space.", record=_titled(14, "Gestion\u00a0des déchets")),
    ),
    Fault(
        name="text-decomposed",
        breaks="text/normalised",
        entities=_SETS,
        lie=Act("A title has an accent as a character of its own.", record=_titled(15, "Gestion des de\u0301chets")),
        near_miss=Act("A title has the same letter as one character.", record=_titled(15, "Gestion des d\u00e9chets")),
    ),
    Fault(
        name="text-doubled-blank",
        breaks="text/trimmed",
        entities=_SETS,
        lie=Act("A title holds two blanks in a row.", record=_titled(16, "Gestion  des déchets")),
        near_miss=Act("A title holds a dash between blanks.", record=_titled(16, "Gestion – des déchets")),
    ),
    Fault(
        name="text-line-break-in-title",
        breaks="text/trimmed",
        entities=_SETS,
        lie=Act("A title breaks into two lines.", record=_titled(17, "Gestion\ndes déchets")),
        near_miss=Act("A title is long.", record=_titled(17, "Gestion des déchets " * 12 + "et bilan")),
    ),
)

FAULTS = tuple(replace(fault, needs=(*fault.needs, Feature.TEXT_LANGUAGES)) for fault in _FAULTS)
"""The lies of this class; they are told beside the English, so that a dialect of one language cannot carry them."""
