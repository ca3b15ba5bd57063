"""Which files of the built workbench leave, and how long a browser may keep them."""

import gzip
from pathlib import Path

import pytest

from api.workbench_files import BuiltWorkbench

SCRIPT = "console.log('x');" * 50


@pytest.fixture
def built(tmp_path: Path) -> BuiltWorkbench:
    dist = tmp_path / "dist"
    (dist / "media").mkdir(parents=True)
    (dist / "index.html").write_text("<title>built</title>")
    (dist / "main-ABCDEFG1.js").write_text(SCRIPT)
    (dist / "media" / "inter-ABCDEFG2.woff2").write_bytes(b"font")
    (dist / "favicon.svg").write_text("<svg/>")
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "dist-of-another").mkdir()
    (tmp_path / "dist-of-another" / "secret.txt").write_text("secret")
    (dist / "link.txt").symlink_to(tmp_path / "secret.txt")
    return BuiltWorkbench(dist)


def test_a_file_whose_name_holds_its_hash_is_kept_for_ever_and_sent_packed(built: BuiltWorkbench) -> None:
    script = built.file("main-ABCDEFG1.js")
    assert script is not None
    assert script.cache_control == "public, max-age=31536000, immutable"
    assert script.media_type == "text/javascript"
    assert script.packed is not None
    assert gzip.decompress(script.packed) == script.content == SCRIPT.encode()


def test_what_is_packed_already_is_not_packed_again(built: BuiltWorkbench) -> None:
    font = built.file("media/inter-ABCDEFG2.woff2")
    assert font is not None
    assert (font.content, font.packed) == (b"font", None)


def test_a_file_without_a_hash_is_asked_for_each_time(built: BuiltWorkbench) -> None:
    icon = built.file("favicon.svg")
    assert icon is not None
    assert icon.cache_control == "no-cache"


@pytest.mark.parametrize(
    "name",
    [
        *("", ".", "media", "nothing.js", "\0", "main-ABCDEFG1.js\0"),
        *("../secret.txt", "media/../../secret.txt", "../dist-of-another/secret.txt", "link.txt", "/etc/passwd"),
    ],
)
def test_nothing_outside_the_folder_leaves_and_no_folder(built: BuiltWorkbench, name: str) -> None:
    assert built.file(name) is None


def test_a_workbench_that_is_built_anew_is_served_anew(built: BuiltWorkbench, tmp_path: Path) -> None:
    before = built.file("favicon.svg")
    (tmp_path / "dist" / "favicon.svg").write_text("<svg>other</svg>")
    after = built.file("favicon.svg")
    assert before is not None
    assert after is not None
    assert after.content != before.content


def test_the_page_of_a_workbench_that_is_not_built_says_how_to_build_it(tmp_path: Path) -> None:
    assert "make workbench" in BuiltWorkbench(tmp_path / "nowhere").page()
