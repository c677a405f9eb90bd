"""Documents: what is given, what the lists inside hold, of which treaties, and when."""

import pytest

from apitest.plugin import Judged


@pytest.mark.requirement("documents/id-given")
def test_id_given(judged: Judged) -> None:
    """Each document has an id."""
    judged.conforms()


@pytest.mark.requirement("documents/treaty-named")
def test_treaty_named(judged: Judged) -> None:
    """Each document names a treaty, as its main one or among all treaties concerned."""
    judged.conforms()


@pytest.mark.requirement("documents/title-in-english")
def test_title_in_english(judged: Judged) -> None:
    """Each document has a title in English."""
    judged.conforms()


@pytest.mark.requirement("documents/type-given")
def test_type_given(judged: Judged) -> None:
    """A document says of which kind it is."""
    judged.conforms()


@pytest.mark.requirement("documents/author-given")
def test_author_given(judged: Judged) -> None:
    """A document names an author."""
    judged.conforms()


@pytest.mark.requirement("documents/keyword-given")
def test_keyword_given(judged: Judged) -> None:
    """A document has a keyword or a tag."""
    judged.conforms()


@pytest.mark.requirement("documents/file-given")
def test_file_given(judged: Judged) -> None:
    """A document has at least one file."""
    judged.conforms()


@pytest.mark.requirement("documents/file-source-given")
def test_file_source_given(judged: Judged) -> None:
    """Each file of a document has an address or its content."""
    judged.conforms()


@pytest.mark.requirement("documents/type-value-given")
def test_type_value_given(judged: Judged) -> None:
    """Each kind of a document has a name."""
    judged.conforms()


@pytest.mark.requirement("documents/author-named")
def test_author_named(judged: Judged) -> None:
    """Each author of a document has a name."""
    judged.conforms()


@pytest.mark.requirement("documents/keyword-worded")
def test_keyword_worded(judged: Judged) -> None:
    """Each keyword of a document is given in words."""
    judged.conforms()


@pytest.mark.requirement("documents/tag-worded")
def test_tag_worded(judged: Judged) -> None:
    """Each tag of a document has a word."""
    judged.conforms()


@pytest.mark.requirement("documents/names-fit-fields")
def test_names_fit_fields(judged: Judged) -> None:
    """Names of kinds and authors have up to 255 characters."""
    judged.conforms()


@pytest.mark.requirement("documents/title-fits-field")
def test_title_fits_field(judged: Judged) -> None:
    """A title of a document has up to 2048 bytes."""
    judged.conforms()


@pytest.mark.requirement("documents/treaties-known")
def test_treaties_known(judged: Judged) -> None:
    """All treaties of a document are ones that the portal knows."""
    judged.conforms()


@pytest.mark.requirement("documents/treaty-among-treaties")
def test_treaty_among_treaties(judged: Judged) -> None:
    """The main treaty of a document is among all its treaties."""
    judged.conforms()


@pytest.mark.requirement("documents/identifier-complete")
def test_identifier_complete(judged: Judged) -> None:
    """Each identifier of a document has a name and a value."""
    judged.conforms()


@pytest.mark.requirement("documents/reference-complete")
def test_reference_complete(judged: Judged) -> None:
    """Each record that a document refers to is another one, named with its kind and id."""
    judged.conforms()


@pytest.mark.requirement("documents/published-given")
def test_published_given(judged: Judged) -> None:
    """Each document says when it was published."""
    judged.conforms()


@pytest.mark.requirement("documents/published-not-in-future")
def test_published_not_in_future(judged: Judged) -> None:
    """A document was not published after the day of the test."""
    judged.conforms()


@pytest.mark.requirement("documents/dates-real")
def test_dates_real(judged: Judged) -> None:
    """The dates of a document are dates that somebody meant, not stand-ins for unknown ones."""
    judged.conforms()


@pytest.mark.requirement("documents/updated-given")
def test_updated_given(judged: Judged) -> None:
    """Each document says when it was last changed."""
    judged.conforms()


@pytest.mark.requirement("documents/file-described")
def test_files_are_described(judged: Judged) -> None:
    """Each file of a document has an id, a media type and a language."""
    judged.conforms()


@pytest.mark.requirement("documents/cover-names-distinct")
def test_cover_names_are_distinct(judged: Judged) -> None:
    """Different covers have different file names."""
    judged.conforms()


@pytest.mark.requirement("documents/identifier-valid")
def test_identifiers_of_documents_are_valid(judged: Judged) -> None:
    """A DOI, an ISBN or an ISSN of a document has its form, and its check digit."""
    judged.conforms()
