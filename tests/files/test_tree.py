from pathlib import Path

import pytest

from training.certification import files as certification_files
from training.content.kinds import Kind, Kinds
from training.content.tree import Tree, read_tree
from training.modules import files as module_files
from training.quizzes import files as quiz_files

KINDS = Kinds((*module_files.KINDS, *quiz_files.KINDS, *certification_files.KINDS))
SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'

GOOD = {
    "content/modules/calls.md": (
        "---\ntitle: Calls\nsummary: Take a call.\n---\n\n## Pick up {#pick-up}\n\nThree rings.\n\n"
        "![A phone](media/phone.svg)\n\n```question\nid: rings\ntype: true-false\ntext: Five rings are fine.\n"
        "answer: false\nexplanation: People hang up.\n```\n"
    ),
    "content/media/phone.svg": SVG,
    "content/programmes/agent.yaml": (
        "title: Agent\nsummary: x\nroles: [agent]\nvalidity: 12 months\n"
        "requirements:\n  - {id: calls, module: calls}\n  - {id: quiz, quiz: calls}\n"
    ),
    "quizzes/calls.yaml": (
        "title: Calls\nsummary: x\nitems:\n  - {bank: calls, question: first}\n  - {bank: calls, draw: 1}\n"
    ),
    "quizzes/banks/calls.yaml": (
        "title: Calls\nsummary: x\nquestions:\n"
        "  - {id: first, type: true-false, text: So?, answer: true, explanation: x}\n"
        "  - {id: second, type: true-false, text: And?, answer: true, explanation: x}\n"
    ),
    "content/README.md": "Not a document.",
    "content/modules/.draft.md": "Not one either.",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in GOOD.items():
        write(tmp_path, name, text)
    return tmp_path


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def change(root: Path, name: str, old: str, new: str) -> None:
    assert old in GOOD[name]
    write(root, name, GOOD[name].replace(old, new, 1))


def told(tree: Tree) -> list[str]:
    return [f"{problem.where}:{problem.line}: {problem.message}" for problem in tree.problems]


def warned(tree: Tree) -> list[str]:
    return [f"{problem.where}:{problem.line}: {problem.message}" for problem in tree.warnings]


def test_a_library_in_order_has_no_problem_and_no_warning(root: Path) -> None:
    tree = read_tree(root, KINDS)
    assert (told(tree), warned(tree)) == ([], [])
    assert sorted(tree.documents) == [("bank", "calls"), ("module", "calls"), ("programme", "agent"), ("quiz", "calls")]
    assert list(tree.media) == ["phone.svg"]


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("quizzes/calls.yaml", "question: first", "question: third", "4: “calls” holds no “third”."),
        ("quizzes/calls.yaml", "bank: calls, draw", "bank: mail, draw", "5: There is no question bank “mail”."),
        ("quizzes/calls.yaml", "draw: 1", "draw: 2", "5: 2 questions are drawn from 1."),
        ("content/programmes/agent.yaml", "module: calls", "module: mail", "6: There is no module “mail”."),
        ("content/programmes/agent.yaml", "quiz: calls", "quiz: mail", "7: There is no quiz “mail”."),
        ("content/modules/calls.md", "phone.svg", "fax.svg", "10: There is no file “fax.svg” in the media folder."),
    ],
)  # fmt: skip
def test_what_leads_nowhere_is_named_with_its_line(root: Path, name: str, old: str, new: str, problem: str) -> None:
    change(root, name, old, new)
    assert f"{name}:{problem}" in told(read_tree(root, KINDS))


def test_everything_that_is_wrong_in_all_files_is_told_at_once(root: Path) -> None:
    change(root, "quizzes/banks/calls.yaml", "answer: true", "answer: yes")
    change(root, "content/modules/calls.md", "Three rings.", "> [!tipp]\n> x")
    (root / "content/media/Big Phone.PNG").write_bytes(b"x")
    (root / "content/media/phone.svg").write_text("<svg><script/></svg>")
    write(root, "content/modul/mail.md", "x")
    write(root, "quizzes/mail.yml", "x")
    write(root, "content/programmes/Boss.yaml", GOOD["content/programmes/agent.yaml"])
    assert told(read_tree(root, KINDS)) == [
        "content/media/Big Phone.PNG:None: The name of a media file has small letters, digits, dots and hyphens only.",
        "content/media/phone.svg:None: The drawing does not name SVG’s namespace.",
        "content/modul/mail.md:None: The folder “content/modul” is not known.",
        "content/modules/calls.md:8: “tipp” is not a kind of call-out.",
        "content/programmes/Boss.yaml:None: The name of the file is no slug: small letters, digits and single hyphens.",
        "quizzes/banks/calls.yaml:4: answer: “yes” is neither true nor false.",
        "quizzes/mail.yml:None: The file ends in “.yml”.",
    ]


def test_pointing_at_a_document_that_cannot_be_read_is_not_told_on_top(root: Path) -> None:
    write(root, "quizzes/banks/calls.yaml", "title: [")
    assert [problem.partition(":")[0] for problem in told(read_tree(root, KINDS))] == ["quizzes/banks/calls.yaml"]


def test_a_file_that_is_no_text_is_told_with_its_name(root: Path) -> None:
    (root / "quizzes/calls.yaml").write_bytes(b"title: Caf\xe9")
    assert "quizzes/calls.yaml:1: The file is not saved as UTF-8." in told(read_tree(root, KINDS))


@pytest.mark.parametrize(
    ("name", "old", "new", "warning"),
    [
        ("modules/calls.md", "explanation: People hang up.\n", "", "modules/calls.md:13: The question “rings” has"),
        ("modules/calls.md", "Three rings.", "word " * 600, "modules/calls.md:6: The block “Pick up” has 602 words."),
        ("programmes/agent.yaml", "  - {id: quiz, quiz: calls}\n", "", "quizzes/calls.yaml:1: No programme asks for"),
    ],
)
def test_what_is_rarely_meant_is_a_warning(root: Path, name: str, old: str, new: str, warning: str) -> None:
    change(root, f"content/{name}", old, new)
    tree = read_tree(root, KINDS)
    assert told(tree) == []
    assert len(warned(tree)) == 1
    assert warning in warned(tree)[0]


def test_a_module_without_a_question_and_a_picture_without_a_module_are_warned_of(root: Path) -> None:
    text = GOOD["content/modules/calls.md"].partition("![A")[0]
    write(root, "content/modules/calls.md", text)
    assert warned(read_tree(root, KINDS)) == [
        "content/media/phone.svg:None: No document shows this file.",
        "content/modules/calls.md:2: The module asks no question.",
    ]


def test_an_empty_folder_is_an_empty_library(tmp_path: Path) -> None:
    assert read_tree(tmp_path, KINDS) == Tree({}, {}, (), ())


def test_a_second_kind_of_the_same_name_is_refused() -> None:
    with pytest.raises(ValueError, match="module"):
        Kinds((*module_files.KINDS, *module_files.KINDS))


def test_a_kind_without_a_title_is_refused() -> None:
    kind = module_files.KIND
    broken = Kind(**{**kind.__dict__, "name": "other", "schema": module_files.Block})
    with pytest.raises(ValueError, match="title"):
        Kinds((broken,))
