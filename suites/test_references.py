"""References: what records say of one another, and where their links lead."""

import pytest

from apitest.plugin import Judged


@pytest.mark.requirement("references/meeting-exists")
def test_meetings_of_decisions_exist(judged: Judged) -> None:
    """A meeting that a decision names by id is one that the service publishes."""
    judged.conforms()


@pytest.mark.requirement("references/meeting-of-document-exists")
def test_meetings_of_documents_exist(judged: Judged) -> None:
    """A meeting that a document refers to is one that the service publishes."""
    judged.conforms()


@pytest.mark.requirement("references/meeting-title-known")
def test_titles_of_meetings_are_known(judged: Judged) -> None:
    """A meeting that a decision names by title alone has that title in the set of meetings."""
    judged.conforms()


@pytest.mark.requirement("references/meeting-title-agrees")
def test_titles_of_meetings_agree(judged: Judged) -> None:
    """Where a decision gives both id and title of its meeting, they are those of one meeting."""
    judged.conforms()


@pytest.mark.requirement("references/treaty-fits-meeting")
def test_treaties_of_meetings_fit(judged: Judged) -> None:
    """A decision belongs to the treaty of its meeting, or to one that meets together with it."""
    judged.conforms()


@pytest.mark.requirement("references/meeting-decides")
def test_meetings_of_decisions_decide(judged: Judged) -> None:
    """A decision or resolution was taken by a body that takes decisions, not at a workshop or by experts."""
    judged.conforms()


@pytest.mark.requirement("references/number-fits-meeting")
def test_numbers_fit_meetings(judged: Judged) -> None:
    """The session in the number of a decision is the session in the title of its meeting."""
    judged.conforms()


@pytest.mark.requirement("references/published-not-before-meeting")
def test_decisions_follow_their_meetings(judged: Judged) -> None:
    """No decision was published before its meeting began."""
    judged.conforms()


@pytest.mark.requirement("references/published-soon-after-meeting")
def test_decisions_are_published_soon(judged: Judged) -> None:
    """A decision was published within half a year of its meeting."""
    judged.conforms()


@pytest.mark.requirement("references/decision-of-project-exists")
def test_decisions_of_projects_exist(judged: Judged) -> None:
    """A decision that a project names is one that the service publishes, where it publishes decisions of the treaty."""
    judged.conforms()


@pytest.mark.requirement("references/links-absolute")
def test_links_are_absolute(judged: Judged) -> None:
    """Each link is a complete address of the web."""
    judged.conforms()


@pytest.mark.requirement("references/links-well-formed")
def test_links_are_well_formed(judged: Judged) -> None:
    """Each link can be followed as it is written: one address, with a host, without blanks."""
    judged.conforms()


@pytest.mark.requirement("references/links-public")
def test_links_are_public(judged: Judged) -> None:
    """Each link leads to a host that the public can reach."""
    judged.conforms()


@pytest.mark.requirement("references/links-not-of-trials")
def test_links_leave_the_trial_system(judged: Judged) -> None:
    """No link leads to a system for trials, unless the service itself is one."""
    judged.conforms()


@pytest.mark.requirement("references/links-without-secrets")
def test_links_are_for_everybody(judged: Judged) -> None:
    """No link holds a user name, a session or a token."""
    judged.conforms()


@pytest.mark.requirement("references/file-addresses-plain")
def test_file_addresses_are_plain(judged: Judged) -> None:
    """The address of a file needs no percent-encoding."""
    judged.conforms()


@pytest.mark.requirement("references/keyword-namespace")
def test_keyword_vocabularies_are_addresses(judged: Judged) -> None:
    """The vocabulary of a keyword is named by its address."""
    judged.conforms()


@pytest.mark.requirement("references/image-of-own-site")
def test_image_is_from_the_own_site(judged: Judged) -> None:
    """The picture of a meeting comes from the site of the meeting."""
    judged.conforms()


@pytest.mark.requirement("references/id-without-blanks")
def test_ids_have_no_blanks(judged: Judged) -> None:
    """An id, of a record or of what it refers to, holds no blanks and nothing invisible."""
    judged.conforms()


@pytest.mark.requirement("references/files-encrypted")
def test_files_are_encrypted(judged: Judged) -> None:
    """Files are fetched by https where the service, or the page of the record, is."""
    judged.conforms()


@pytest.mark.requirement("references/pages-distinct")
def test_pages_are_distinct(judged: Judged) -> None:
    """Each record links to a page of its own; versions of one report may share theirs."""
    judged.conforms()


@pytest.mark.requirement("references/project-of-report-exists")
def test_projects_of_reports_exist(judged: Judged) -> None:
    """A project that paid for a report is one that the service publishes, where it publishes projects of that scheme."""
    judged.conforms()


@pytest.mark.requirement("references/obligation-of-project-exists")
def test_obligations_of_projects_exist(judged: Judged) -> None:
    """An obligation whose report a project pays for is one that the service publishes."""
    judged.conforms()
