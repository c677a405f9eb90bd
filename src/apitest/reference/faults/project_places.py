"""Lies about the places of a project."""

from typing import Any

from apitest.model import Json
from apitest.reference.faults.project_changes import LEFT_OUT, both, every, put
from apitest.reference.lying import Act, Fault

_SETS = ("projects",)

_NO_SHARES: dict[str, Any] = {"/countries/0/share": LEFT_OUT, "/countries/1/share": LEFT_OUT}


def _site(latitude: float, longitude: float) -> dict[str, Json]:
    return {"name": "Reference site", "point": {"lat": latitude, "lon": longitude}}


FAULTS: tuple[Fault, ...] = (
    Fault(
        name="project-global-as-country",
        breaks="projects/country-code",
        entities=_SETS,
        lie=Act("The world stands in the place of a country.", record=put(13, {"/countries/0/code": "Global"})),
        near_miss=Act(
            "Kosovo's neighbour stands in the place of a country.", record=put(13, {"/countries/0/code": "MK"})
        ),
    ),
    Fault(
        name="project-former-country",
        breaks="projects/country-current",
        entities=_SETS,
        lie=Act("A country is Yugoslavia.", record=put(43, {"/countries/0/code": "YU"})),
        near_miss=Act("A country is Serbia.", record=put(43, {"/countries/0/code": "RS"})),
    ),
    Fault(
        name="project-country-in-three-letters",
        breaks="projects/country-two-capitals",
        entities=_SETS,
        lie=Act("A country has three letters.", record=put(1, {"/countries/0/code": "KEN"})),
        near_miss=Act("A country has two letters.", record=put(1, {"/countries/0/code": "KE"})),
    ),
    Fault(
        name="project-country-lower-case",
        breaks="projects/country-two-capitals",
        entities=_SETS,
        lie=Act("A country has small letters.", record=put(15, {"/countries/0/code": "ke"})),
        near_miss=Act("A country has capitals.", record=put(15, {"/countries/0/code": "KE"})),
    ),
    Fault(
        name="project-region-by-name",
        breaks="projects/region-code",
        entities=_SETS,
        lie=Act("A region is given by name.", record=put(19, {"/regions/0/code": "Africa"})),
        near_miss=Act("A region is a small one.", record=put(19, {"/regions/0/code": "061"})),
    ),
    Fault(
        name="project-country-in-region",
        breaks="projects/country-outside-region",
        entities=_SETS,
        lie=Act(
            "A country is listed besides its region.",
            record=put(
                19,
                {
                    "/regions/0": {"vocabulary": "m49", "code": "002", "share": 50},
                    "/countries": [{"code": "GH", "share": 50}],
                },
            ),
        ),
        near_miss=Act(
            "A country is listed besides another region.",
            record=put(
                19,
                {
                    "/regions/0": {"vocabulary": "m49", "code": "009", "share": 50},
                    "/countries": [{"code": "GH", "share": 50}],
                },
            ),
        ),
    ),
    Fault(
        name="project-national-in-two-countries",
        breaks="projects/scope-fits-places",
        entities=_SETS,
        lie=Act("A national project is in two countries.", record=put(8, {"/scope": "national"})),
        near_miss=Act("A regional project is in two countries.", record=put(8, {"/scope": "regional"})),
    ),
    Fault(
        name="project-share-above-100",
        breaks="projects/share-within-bounds",
        entities=_SETS,
        lie=Act("A share is above 100.", record=put(8, {"/countries/0/share": 160, "/countries/1/share": -60})),
        near_miss=Act("A share is 0.", record=put(8, {"/countries/0/share": 100, "/countries/1/share": 0})),
    ),
    Fault(
        name="project-shares-99",
        breaks="projects/place-shares-add-up",
        entities=_SETS,
        lie=Act("Shares add up to 99.", record=put(8, {"/countries/1/share": 39})),
        near_miss=Act(
            "Shares add up to 100, but for rounding.",
            record=put(8, {"/countries/0/share": 59.995, "/countries/1/share": 40.01}),
        ),
    ),
    Fault(
        name="project-shares-partial",
        breaks="projects/place-shares-add-up",
        entities=_SETS,
        lie=Act("One of two countries has a share.", record=put(20, {"/countries/1/share": LEFT_OUT})),
        near_miss=Act("A single country has all.", record=put(13, {"/countries/0/share": 100})),
    ),
    Fault(
        name="project-without-shares-below-iati",
        breaks="projects/place-shares",
        entities=_SETS,
        lie=Act(
            "In a set without sectors, two countries have no shares.",
            record=both(every({"/sectors": LEFT_OUT}), put(20, _NO_SHARES)),
        ),
        near_miss=Act("A set has no sectors.", record=every({"/sectors": LEFT_OUT})),
    ),
    Fault(
        name="project-without-shares",
        breaks="projects/place-shares-for-iati",
        entities=_SETS,
        lie=Act("Two countries have no shares.", record=put(20, _NO_SHARES)),
        near_miss=Act(
            "Two treaties have no shares.",
            record=put(21, {"/treaties/0/share": LEFT_OUT, "/treaties/1/share": LEFT_OUT}),
        ),
    ),
    Fault(
        name="project-union-as-country",
        breaks="projects/union-for-iati",
        entities=_SETS,
        lie=Act("The European Union is a country.", record=put(1, {"/countries/0/code": "EU"})),
        near_miss=Act("A member State of the Union is a country.", record=put(1, {"/countries/0/code": "RO"})),
    ),
    Fault(
        name="project-place-off-earth",
        breaks="projects/place-on-earth",
        entities=_SETS,
        lie=Act("Latitude and longitude are swapped.", record=put(79, {"/locations": [_site(136.8, -1.25)]})),
        near_miss=Act("A place is at the end of the world.", record=put(79, {"/locations": [_site(-90, 180)]})),
    ),
)
