"""Lies about the codes, classes, organisations and documents of a project."""

from apitest.reference.faults.project_changes import LEFT_OUT, of, put
from apitest.reference.lying import Act, Fault

_SETS = ("projects",)

_MULTI_FOCAL = {"code": "multi-focal", "sourceValue": "Multi Focal Area"}

FAULTS: tuple[Fault, ...] = (
    Fault(
        name="project-decision-in-arabic",
        breaks="vocabulary/decision-number",
        entities=_SETS,
        lie=Act(
            "A decision of the Montreal Protocol has an Arabic number.",
            record=put(55, {"/decisions": [{"treaty": "montreal", "number": "36/2"}]}),
        ),
        near_miss=Act(
            "A decision of the Montreal Protocol has a Roman number.",
            record=put(55, {"/decisions": [{"treaty": "montreal", "number": "XXXVI/2"}]}),
        ),
    ),
    Fault(
        name="project-role-in-gef-words",
        breaks="projects/closed-lists",
        entities=_SETS,
        lie=Act("A role is the GEF's word for it.", record=put(79, {"/organisations/1/role": "implementing agency"})),
        near_miss=Act("A role is another one of the list.", record=put(79, {"/organisations/1/role": "accountable"})),
    ),
    Fault(
        name="project-status-from-label",
        breaks="projects/closed-lists",
        entities=_SETS,
        lie=Act("The code of a status is its label.", record=put(79, {"/status/code": "Completed"})),
        near_miss=Act("The code of a status is suspended.", record=put(79, {"/status": {"code": "6"}})),
    ),
    Fault(
        name="project-label-as-code",
        breaks="projects/open-lists",
        entities=_SETS,
        lie=Act(
            "The code of a focal area is its label.",
            record=put(115, {"/focalAreas/0/code": "POPs", "/focalAreas/0/sourceValue": "POPs"}),
        ),
        near_miss=Act(
            "The code of a focal area is another of the list.",
            record=put(115, {"/focalAreas/0/code": "pops", "/focalAreas/0/sourceValue": "POPs"}),
        ),
    ),
    Fault(
        name="project-period-in-capitals",
        breaks="projects/open-lists",
        entities=_SETS,
        lie=Act("The code of a period has capitals.", record=put(115, {"/fundingPeriod/code": "GEF-8"})),
        near_miss=Act("The code of a period is one to come.", record=put(115, {"/fundingPeriod/code": "gef-9"})),
    ),
    Fault(
        name="project-focal-shares-90",
        breaks="projects/class-shares-add-up",
        entities=_SETS,
        lie=Act("Shares of focal areas add up to 90.", record=put(20, {"/focalAreas/0/share": 40})),
        near_miss=Act(
            "Shares of focal areas are 60 and 40.",
            record=put(20, {"/focalAreas/0/share": 60, "/focalAreas/1/share": 40}),
        ),
    ),
    Fault(
        name="project-sectors-without-shares",
        breaks="projects/class-shares-add-up",
        entities=_SETS,
        lie=Act(
            "One of two sectors has a share.",
            record=put(
                25,
                {"/sectors": [{"vocabulary": "1", "code": "41020", "share": 50}, {"vocabulary": "1", "code": "41010"}]},
            ),
        ),
        near_miss=Act(
            "Sectors of two lists have all each.",
            record=put(
                25,
                {
                    "/sectors": [
                        {"vocabulary": "1", "code": "41020", "share": 100},
                        {"vocabulary": "7", "code": "12", "share": 100},
                    ]
                },
            ),
        ),
    ),
    Fault(
        name="project-without-focal-area",
        breaks="projects/gef-focal-area",
        entities=_SETS,
        lie=Act("A project of the GEF has no focal area.", record=put(115, {"/focalAreas": LEFT_OUT})),
        near_miss=Act(
            "A project of the GEF has a focal area that is not listed.",
            record=put(115, {"/focalAreas": [{"code": "other", "sourceValue": "Mercury"}]}),
        ),
    ),
    Fault(
        name="project-multi-focal-alone",
        breaks="projects/multi-focal-named",
        entities=_SETS,
        lie=Act("A project is multi-focal, and no more is said.", record=put(35, {"/focalAreas": [_MULTI_FOCAL]})),
        near_miss=Act(
            "A project is multi-focal, and its areas are named.",
            record=put(35, {"/focalAreas": [_MULTI_FOCAL, {"code": "pops", "sourceValue": "POPs"}]}),
        ),
    ),
    Fault(
        name="project-marker-for-another",
        breaks="projects/policy-marker",
        entities=_SETS,
        lie=Act(
            "A marker has the significance that is for desertification.",
            record=put(95, {"/policyMarkers/0/significance": "3"}),
        ),
        near_miss=Act(
            "The marker of desertification has it.",
            record=put(95, {"/policyMarkers/0": {"code": "8", "significance": "3"}}),
        ),
    ),
    Fault(
        name="project-marker-without-significance",
        breaks="projects/policy-marker",
        entities=_SETS,
        lie=Act("A marker has no significance.", record=put(80, {"/policyMarkers/0/significance": LEFT_OUT})),
        near_miss=Act(
            "A marker was assessed and not targeted.", record=put(80, {"/policyMarkers/0/significance": "0"})
        ),
    ),
    Fault(
        name="project-own-sector-without-label",
        breaks="projects/own-code-labelled",
        entities=_SETS,
        lie=Act("A sector of the reporter's own has no label.", record=put(121, {"/sectors/1/label": LEFT_OUT})),
        near_miss=Act(
            "A sector of the reporter's own has another label.", record=put(121, {"/sectors/1/label": "Mercury"})
        ),
    ),
    Fault(
        name="project-own-sector-alone",
        breaks="projects/dac-sector",
        entities=_SETS,
        lie=Act(
            "A project has a sector of the reporter's own alone.", record=put(85, {"/sectors": of(85, "sectors")[1:]})
        ),
        near_miss=Act(
            "A project has a sector of the short list besides.",
            record=put(85, {"/sectors/0": {"vocabulary": "2", "code": "410"}}),
        ),
    ),
    Fault(
        name="project-sector-cut",
        breaks="projects/dac-sector-form",
        entities=_SETS,
        lie=Act("A sector has three digits in place of five.", record=put(61, {"/sectors/0/code": "410"})),
        near_miss=Act("A sector has five other digits.", record=put(61, {"/sectors/0/code": "41081"})),
    ),
    Fault(
        name="project-topic-elsewhere",
        breaks="projects/topic-of-informea",
        entities=_SETS,
        lie=Act(
            "A topic is an address elsewhere.",
            record=put(12, {"/topics/0/uri": "https://thesaurus.example.org/mercury"}),
        ),
        near_miss=Act(
            "A topic is a term of LEO.", record=put(12, {"/topics/0/uri": "http://leo.informea.org/terms/mercury"})
        ),
    ),
    Fault(
        name="project-target-of-another-goal",
        breaks="projects/sdg-target",
        entities=_SETS,
        lie=Act("A target belongs to another goal.", record=put(125, {"/sdgs/0/target": "14.1"})),
        near_miss=Act("A target is one with a letter.", record=put(125, {"/sdgs/0/target": "12.a"})),
    ),
    Fault(
        name="project-cas-number-mistyped",
        breaks="projects/cas-number",
        entities=_SETS,
        lie=Act("A CAS number has another check digit.", record=put(85, {"/chemicals/0/cas": "7439-97-5"})),
        near_miss=Act(
            "A CAS number is that of DDT.", record=put(85, {"/chemicals/0": {"name": "DDT", "cas": "50-29-3"}})
        ),
    ),
    Fault(
        name="project-organisation-without-name",
        breaks="projects/organisation-named",
        entities=_SETS,
        lie=Act("An organisation has neither name nor id.", record=put(61, {"/organisations/2/name": LEFT_OUT})),
        near_miss=Act("An organisation has an id and no name.", record=put(61, {"/organisations/1/name": LEFT_OUT})),
    ),
    Fault(
        name="project-organisation-id-with-slash",
        breaks="projects/organisation-id-form",
        entities=_SETS,
        lie=Act("An organisation's id holds a slash.", record=put(1, {"/organisations/2/ref": "XM-DAC/41114"})),
        near_miss=Act("An organisation's id holds a dot.", record=put(1, {"/organisations/2/ref": "XM-DAC.41114"})),
    ),
    Fault(
        name="project-organisation-with-two-ids",
        breaks="projects/organisation-one-id",
        entities=_SETS,
        lie=Act(
            "An organisation has another id than in the other records.",
            record=put(121, {"/organisations/1/ref": "XM-DAC-41114", "/publisher/ref": "XM-DAC-41116"}),
        ),
        near_miss=Act("Another organisation has that id.", record=put(121, {"/organisations/2/ref": "XM-DAC-41114"})),
    ),
    Fault(
        name="project-roles-swapped",
        breaks="projects/gef-agency",
        entities=_SETS,
        lie=Act(
            "The agency of the GEF is called implementing.", record=put(25, {"/organisations/1/role": "implementing"})
        ),
        near_miss=Act(
            "The agency of another fund is called implementing.",
            record=put(19, {"/organisations/1/role": "implementing"}),
        ),
    ),
    Fault(
        name="project-agency-by-nickname",
        breaks="projects/gef-agency-known",
        entities=_SETS,
        lie=Act(
            "The agency of the GEF has an acronym of its own.",
            record=put(125, {"/organisations/1/acronym": "UN Environment"}),
        ),
        near_miss=Act(
            "The executing body has an acronym of its own.", record=put(125, {"/organisations/2/acronym": "Ministry"})
        ),
    ),
    Fault(
        name="project-document-without-title",
        breaks="projects/document-complete",
        entities=_SETS,
        lie=Act("A document has no title.", record=put(73, {"/documents/0/title": LEFT_OUT})),
        near_miss=Act("A document has no category.", record=put(73, {"/documents/0/category": LEFT_OUT})),
    ),
)
