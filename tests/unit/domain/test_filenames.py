import pytest

from shared.domain.filenames import bare_filename, bare_media_type, media_type_of


@pytest.mark.parametrize(
    ("raw", "bare"),
    [
        ("a.csv", "a.csv"),
        (" /etc/passwd ", "passwd"),
        ("C:\\data\\a b.csv", "a b.csv"),
        ("a\x00b\r\n.csv", "ab.csv"),
        ("half \ud800.csv", "half .csv"),
        ("", ""),
        ("/", ""),
        ("..", ""),
        ("a/..", ""),
        (".hidden", ".hidden"),
        ("x" * 300 + ".csv", "x" * 251 + ".csv"),
        ("." + "y" * 300, "." + "y" * 254),
    ],
)
def test_a_name_is_bare_of_folders_and_controls_and_keeps_its_ending(raw: str, bare: str) -> None:
    assert bare_filename(raw) == bare


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("Text/CSV; charset=utf-8", "text/csv"),
        ("application/vnd.ms-excel", "application/vnd.ms-excel"),
        ("text", None),
        ("text/csv\r\nX: 1", None),
        ("", None),
        ("a/" + "b" * 200, None),
    ],
)
def test_a_media_type_is_bare_of_parameters(raw: str, kind: str | None) -> None:
    assert bare_media_type(raw) == kind


@pytest.mark.parametrize(
    ("filename", "given", "kind"),
    [
        ("a.csv", "text/plain", "text/plain"),
        ("a.csv", "application/octet-stream", "text/csv"),
        ("a.json", None, "application/json"),
        ("a.unheard-of", "nonsense", "application/octet-stream"),
    ],
)
def test_what_is_given_counts_unless_it_says_nothing(filename: str, given: str | None, kind: str) -> None:
    assert media_type_of(filename, given) == kind
