"""The text engine answers on the command line in JSON, and says with its exit status how it went."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from eca_policy.cli_text import text_commands

from . import real


@pytest.fixture
def write(tmp_path: Path):
    def write(name: str, content: str | bytes) -> str:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def run(*arguments: str) -> Result:
    return CliRunner().invoke(text_commands, arguments)


def answer(result: Result) -> dict[str, Any]:
    return json.loads(result.stdout)


def test_the_commands_are_faces_of_the_application(app: Flask, write) -> None:
    result = app.test_cli_runner().invoke(args=["text", "split", write("a.md", "One.\n\nTwo.")])
    assert (result.exit_code, len(answer(result)["paragraphs"])) == (0, 2)
    assert set(app.cli.commands["text"].commands) == {"split", "compare", "merge", "carry"}


def test_split_shows_paragraphs_that_join_to_the_file(write) -> None:
    result = run("split", write("a.md", "---\ntitle: A\n---\n\n# Title\nText é\n\n- a\n- b\n"))
    assert result.exit_code == 0
    shown = answer(result)
    assert shown["front_matter"] == "---\ntitle: A\n---\n\n"
    assert [one["kind"] for one in shown["paragraphs"]] == ["heading", "paragraph", "list"]
    assert "".join(one["source"] for one in shown["paragraphs"]) == "# Title\nText é\n\n- a\n- b\n"


def test_compare_shows_changes_that_lead_from_old_to_new(write) -> None:
    result = run("compare", write("a.md", "One is here.\n\nTwo."), write("b.md", "One was here.\n\nTwo."))
    assert result.exit_code == 0
    rows = answer(result)["rows"]
    assert [row["kind"] for row in rows] == ["changed", "same"]
    assert {"kind": "insert", "text": "was"} in rows[0]["changes"]


def test_merge_without_conflict_ends_with_0(write) -> None:
    result = run("merge", write("0", "a b c"), write("1", "x b c"), write("2", "a b y"), write("3", "a z c"))
    assert result.exit_code == 0
    assert answer(result)["text"] == "x z y"


def test_merge_with_a_conflict_ends_with_1_and_shows_both_sides(write) -> None:
    result = run("merge", write("0", "a b c"), write("1", "a x c"), write("2", "a y c"))
    assert result.exit_code == 1
    assert answer(result)["conflicts"][0]["sides"] == ["x", "y"]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"\xff\xfe\x00", "UTF-8"),
        ("a\x00b", "control_characters"),
        ("[" * 20_000, "refused"),
        ("a " * 3_000_000, "too_long"),
    ],
)
@pytest.mark.parametrize("command", ["split", "compare", "merge", "carry --quote a"])
def test_bad_input_ends_with_2_and_says_which_file(
    write, command: str, content: str | bytes, complaint: str
) -> None:
    bad, good = write("bad.md", content), write("good.md", "a")
    result = run(*command.split(), *([bad] if command == "split" else [good, bad]))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "bad.md" in result.stderr
    assert complaint in result.stderr


@pytest.mark.parametrize(
    "arguments", [["split", "missing.md"], ["split", "."], ["merge", "missing.md"], ["split"]]
)
def test_a_missing_file_ends_with_2(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""


def test_carry_shows_where_the_words_are_now(write) -> None:
    old = write("a.md", "# Title\n\nStates **shall act** now.\n\nAll agree.\n")
    new = write("b.md", "# Title\n\nNew.\n\nStates **shall always act** now.\n\nAll agree.\n")
    result = run("carry", old, new, "--quote", "States shall act")
    assert result.exit_code == 0
    shown = answer(result)
    assert shown["was"]["quote"] == "States **shall act**"
    assert shown["status"] == "changed"
    assert shown["anchor"]["quote"] == "States **shall always act**"
    assert shown["anchor"]["paragraph_id"] == shown["was"]["paragraph_id"]
    assert shown["engine"] == "anchor/1"


def test_carry_of_lost_words_shows_no_anchor(write) -> None:
    result = run("carry", write("a.md", "One is here.\n\nTwo."), write("b.md", "Two."), "--quote", "One is")
    assert (result.exit_code, answer(result)["status"], answer(result)["anchor"]) == (0, "detached", None)


def test_carry_takes_the_occurrence_that_is_meant(write) -> None:
    old, new = (
        write("a.md", "We act.\n\nThey act. Action."),
        write("b.md", "We act.\n\nThey act now. Action."),
    )
    result = run("carry", old, new, "--quote", "act", "--occurrence", "2")
    assert result.exit_code == 0
    assert answer(result)["anchor"]["start"] == 5


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--quote", "act"], "2 times; say which with --occurrence 1 to 2"),
        (["--quote", "rest"], "no paragraph of OLD"),
        (["--quote", "act They"], "no paragraph of OLD"),
        (["--quote", " "], "no paragraph of OLD"),
        (["--quote", "act", "--occurrence", "3"], "no more than 2 times"),
        (["--quote", "act", "--occurrence", "0"], "--occurrence"),
        (["--quote", "act", "--occurrence", "x"], "--occurrence"),
        ([], "--quote"),
    ],
)
def test_carry_says_when_it_is_not_plain_which_words_are_meant(
    write, options: list[str], complaint: str
) -> None:
    text = write("a.md", "We act.\n\nThey act.")
    result = run("carry", text, text, *options)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert complaint in " ".join(result.stderr.split())


@real.needs_real
def test_real_merges_work_as_files(write) -> None:
    for case in real.merges():
        files = [write(side, case[side]) for side in ("base", "ours", "theirs")]
        result = run("merge", *files)
        shown = answer(result)
        assert result.exit_code == (1 if shown["conflicts"] else 0)
        if case["git_merge_file"] == "clean_same":
            assert shown["text"] == case["merged_by_human"], case["merge"]
        if case["git_merge_file"] == "conflict":
            assert shown["conflicts"] or shown["checks"], case["merge"]
