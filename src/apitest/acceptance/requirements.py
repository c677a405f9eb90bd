"""Which rule of the importer stands behind which requirement of the class `acceptance`."""

from collections.abc import Mapping

REQUIRED: Mapping[str, str] = {
    "acceptance/number-plain": "H-CNT-02",
    "acceptance/number-not-too-small": "H-CNT-03",
    "acceptance/answers-in-place": "H-REQ-06",
    "acceptance/meetings-all-read": "H-REQ-08",
    "acceptance/pages-full": "H-PAG-03",
    "acceptance/pages-readable": "H-PAG-04",
    "acceptance/pages-not-repeated": "H-PAG-06",
    "acceptance/list-not-single": "H-ENV-02",
    "acceptance/list-in-known-form": "H-ENV-04",
    "acceptance/ids-differ-on-a-page": "H-ENV-05",
    "acceptance/ids-differ-over-pages": "H-GEN-02",
    "acceptance/no-record-stops-the-import": "H-GEN-05",
    "acceptance/dates-readable": "H-GEN-06",
    "acceptance/start-not-epoch": "H-DAT-05",
    "acceptance/country-known": "H-CTY-03",
    "acceptance/treaty-known": "H-TRT-03",
    "acceptance/treaty-of-meeting-known": "H-MTG-01",
    "acceptance/texts-kept": "H-LNG-02",
    "acceptance/texts-in-a-language": "H-LNG-03",
    "acceptance/english-title": "H-TTL-03",
    "acceptance/body-addresses-whole": "H-HTM-03",
    "acceptance/files-usable": "H-FIL-02",
    "acceptance/file-addresses-uncoded": "H-FIL-06",
    "acceptance/file-language-stored": "H-FIL-07",
    "acceptance/files-not-jpeg": "H-FIL-08",
    "acceptance/file-addresses-once": "H-FIL-09",
    "acceptance/file-addresses-whole": "H-FIL-10",
    "acceptance/summary-beside-content": "H-DEC-07",
    "acceptance/summaries-not-surplus": "H-DEC-08",
    "acceptance/keywords-with-term": "H-DEC-11",
    "acceptance/meeting-found": "H-DEC-12",
    "acceptance/meeting-title-found": "H-DEC-13",
    "acceptance/meeting-stored": "H-DEC-15",
    "acceptance/start-given": "H-MTG-02",
    "acceptance/lists-are-lists": "H-NAV-06",
    "acceptance/contact-treaties-in-objects": "H-CON-03",
    "acceptance/contact-role-treaty-known": "H-CON-04",
}
"""Requirement → rule."""

HALTING = frozenset(
    {
        "H-CNT-02", "H-CNT-03", "H-REQ-06", "H-REQ-08", "H-PAG-03", "H-PAG-04", "H-PAG-06", "H-ENV-02", "H-ENV-04",
        "H-ENV-05", "H-GEN-02", "H-GEN-05",
    }
)  # fmt: skip
"""Rules that keep other records out; every other rule is judged as if these were mended."""
