"""Scenarios go out as Twee 3 and come back as they were; foreign stories come in as far as they can."""

import contextlib
import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.files import documents
from tests.files.scenarios import scenarios
from training.core.problems import Problems
from training.scenarios.files import Scenario
from training.scenarios.game.twee import to_twee
from training.scenarios.game.twee_import import Imported, from_twee
from training.scenarios.game.twee_passages import meant, passages, shown
from training.scenarios.kind import KIND

patient = settings(
    max_examples=50, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None
)


@given(scenarios(awkward=True))
@patient
def test_a_scenario_comes_back_from_twee_as_it_was(value: dict[str, Any]) -> None:
    scenario = Scenario.model_validate(value)
    text = to_twee(scenario, "slug")
    found = from_twee(text, "s.twee")
    assert Scenario.model_validate(found.values) == scenario
    assert KIND.parse(found.text, "s.yaml") == scenario
    assert found.notes == ()
    assert to_twee(KIND.parse(found.text, "s.yaml"), "slug") == text


@given(scenarios(awkward=True))
@patient
def test_twine_finds_each_turn_and_ending_and_a_link_for_each_choice(value: dict[str, Any]) -> None:
    scenario = Scenario.model_validate(value)
    found = {passage.name: passage for passage in passages(to_twee(scenario, "slug"))}
    names = [item.id for item in (*scenario.turns, *scenario.endings)]
    assert list(found) == ["StoryTitle", "StoryData", "Situation", *names]
    assert re.findall(r"\[\[(.+?)->(.+?)\]\]", found["Situation"].text)[0][1] == scenario.turns[0].id
    for turn in scenario.turns:
        links = re.findall(r"\[\[(.*?)\]\]", found[turn.id].text, re.DOTALL)
        assert [meant(link.rpartition("->")[0]).strip() for link in links] == [choice.text for choice in turn.choices]
        assert all(link.rpartition("->")[2] in names for link in links)
    for ending in scenario.endings:
        assert "[[" not in found[ending.id].text


@given(
    documents.texts | st.sampled_from(["[[a->b]]", "::x", "a\n:: b [c]", "\\", "<<if $x>>", "(set: $a to 1)", "-->"])
)
@patient
def test_what_twine_shows_is_what_was_meant(text: str) -> None:
    assert meant(shown(text)) == text
    assert meant(shown(text, in_link=True)) == text
    assert not any(sign in shown(text, in_link=True) for sign in "[]|\n<>") or "[" in text
    assert all(not line.startswith("::") for line in shown(text).split("\n"))


@given(scenarios(awkward=True))
@patient
def test_what_is_visible_is_enough_to_rebuild_the_words_and_ways(value: dict[str, Any]) -> None:
    """Without our comments it is a foreign story, of which texts and links are kept."""
    scenario = Scenario.model_validate(value)
    text = re.sub(r"<!-- standard-bearer .* -->", "", to_twee(scenario, "slug"))
    found = from_twee(text, "s.twee").values
    by_id = {turn["id"]: turn for turn in found["turns"]}
    for turn in scenario.turns:
        choices = [(choice["text"], choice["go"]) for choice in by_id[turn.id]["choices"]]
        assert choices == [(choice.text, choice.go[-1].go) for choice in turn.choices]


@given(
    st.text(max_size=200)
    | st.lists(
        st.sampled_from(
            [
                "\n",
                "::",
                " a ",
                "[[",
                "]]",
                "->",
                "|",
                "<<",
                ">>",
                "(if:",
                ")",
                "$x",
                "<!-- standard-bearer {",
                "} -->",
                "{",
                "}",
                "\\",
                "[",
                "]",
            ]
        ),
        max_size=40,
    ).map("".join)
)
@patient
def test_no_text_at_all_breaks_the_reader(text: str) -> None:
    for whole in (text, f":: Start\n{text}\n[[on->End]]\n:: End\nBye"):
        try:
            found = from_twee(whole, "s.twee")
        except Problems:
            continue
        with contextlib.suppress(Problems):
            KIND.parse(found.text, "s.yaml")


SCENARIO = """\
title: Late again
summary: You can tell a customer that something is late.
situation: At the counter.
skills: [honesty]
state: [{id: trust, label: Trust, start: 2}]
turns:
  - id: first
    who: Customer
    text: Where is my lamp?
    seconds: 20
    late: {set: {trust: -1}, go: gone}
    choices:
      - {id: tell, text: It is late. I am sorry., score: {honesty: 2}, go: [{when: trust > 1, go: thanks}, {go: gone}]}
      - {id: dodge, text: No idea., set: {trust: -2}, feedback: They hear that., go: gone}
endings:
  - {id: thanks, title: Thanks, text: They wait., outcome: good}
  - {id: gone, title: Gone, text: They leave., outcome: poor}
"""


def changed(old: str, new: str) -> Imported:
    text = to_twee(KIND.parse(SCENARIO, "s.yaml"), "late-again")
    assert old in text
    return from_twee(text.replace(old, new, 1), "s.twee")


def test_in_what_is_kept_for_us_twine_finds_nothing_that_it_knows() -> None:
    evil = "[[Gone->gone]] <<set $x to 1>> (if: $x) --> :: next"
    scenario = KIND.parse(SCENARIO.replace("feedback: They hear that.", f'feedback: "{evil}"'), "s.yaml")
    text = to_twee(scenario, "slug")
    comments = re.findall(r"<!--.*?-->", text)
    assert len(comments) == 4
    assert not any(sign in comment[4:-3] for comment in comments for sign in ("[[", "]]", "<", ">", "--", "$", "("))
    assert Scenario.model_validate(from_twee(text, "s.twee").values) == scenario


def test_words_changed_in_twine_are_taken_over_and_the_rest_is_kept() -> None:
    found = changed("[[No idea.->gone]]", "[[No idea at all.->gone]]")
    choice = found.values["turns"][0]["choices"][1]
    assert choice == {
        "id": "dodge",
        "text": "No idea at all.",
        "set": {"trust": "-2"},
        "feedback": "They hear that.",
        "go": "gone",
    }
    assert found.values["turns"][0]["late"] == {"set": {"trust": "-1"}, "go": "gone"}
    assert [note.message for note in found.notes] == [
        "“first” was changed in Twine: its words and links count, the rest is as it was."
    ]
    assert found.notes[0].line == 21


def test_a_link_changed_in_twine_is_the_last_exit_of_its_choice() -> None:
    found = changed("sorry.->gone]]", "sorry.->thanks]]")
    go = found.values["turns"][0]["choices"][0]["go"]
    assert go == [{"when": "trust > 1", "go": "thanks"}, {"go": "thanks"}]


def test_a_link_added_in_twine_becomes_a_choice_and_one_removed_is_gone() -> None:
    found = changed("[[No idea.->gone]]", "[[Let me ask.->thanks]]\n[[Hm.->gone]]")
    choices = found.values["turns"][0]["choices"]
    assert [choice["id"] for choice in choices] == ["tell", "dodge", "hm"]
    assert choices[2] == {"id": "hm", "text": "Hm.", "go": "gone"}
    assert [choice["id"] for choice in changed("[[No idea.->gone]]", "").values["turns"][0]["choices"]] == ["tell"]


def test_what_somebody_says_changed_in_twine_is_still_said_by_them() -> None:
    turn = changed("Customer: Where is my lamp?", "Customer: Where is it?").values["turns"][0]
    assert (turn["who"], turn["text"]) == ("Customer", "Where is it?")


def test_an_ending_and_the_situation_changed_in_twine_are_taken_over() -> None:
    assert changed("\nThey wait.\n", "\nThey smile.\n").values["endings"][0]["text"] == "They smile."
    assert changed("At the counter.\n", "On the telephone.\n").values["situation"] == "On the telephone."


def test_what_is_kept_for_us_and_was_broken_is_a_problem_with_its_line() -> None:
    with pytest.raises(Problems) as raised:
        changed('{"id":"first"', '{"id":first')
    assert str(raised.value).startswith("s.twee:26: What is kept for us in “first” cannot be read. Export")
    with pytest.raises(Problems):
        changed('"outcome":"good"', '"outcome":"great"')


FOREIGN = """\
:: StoryTitle
The lost parcel

:: StoryData
{"ifid": "D674C58C-DEFA-4F70-B7A2-27742230C0FC", "format": "Harlowe", "start": "Hello there"}

:: Hello there [intro] {"position":"1,2"}
(set: $mood to 3)Somebody waves.
[[Go over->Talk]]
[[Wait<-Look away]]
[[Leave|End]]

:: Wait
Nothing happens. [[Talk]]

:: Talk
(if: $mood > 2)[They smile.] “Hello, $name.” <b>Then</b> nothing.<br><img src="x.png">
<<set $x to 1>>[[Say sorry->End][$y to 2]]
<!-- mend this -->

:: End
Bye &amp; thanks (note: for now).

:: Look [script]
alert(1)

:: Style [stylesheet]
body {}
"""


def foreign() -> Imported:
    return from_twee(FOREIGN, "parcel.twee")


def test_passages_become_turns_and_endings_and_links_become_choices() -> None:
    found = foreign()
    assert found.values["title"] == "The lost parcel"
    first, wait, talk = found.values["turns"]
    assert (first["id"], first["text"]) == ("hello-there", "Somebody waves.")
    assert [(choice["id"], choice["text"], choice["go"]) for choice in first["choices"]] == [
        ("go-over", "Go over", "talk"),
        ("look-away", "Look away", "wait"),
        ("leave", "Leave", "end"),
    ]
    assert (wait["text"], wait["choices"]) == ("Nothing happens.", [{"id": "talk", "text": "Talk", "go": "talk"}])
    assert talk["text"] == "They smile. “Hello, ….” Then nothing."
    assert found.values["endings"] == [
        {"id": "end", "title": "End", "text": "Bye & thanks (note: for now).", "outcome": "fair"}
    ]
    assert [(one.passage, one.id, one.choices) for one in found.became] == [
        ("Hello there", "hello-there", 3),
        ("Wait", "wait", 1),
        ("Talk", "talk", 1),
        ("End", "end", 0),
    ]


def test_what_cannot_be_taken_over_is_listed_with_file_line_and_remedy() -> None:
    told = [str(note) for note in foreign().notes if note.line]
    state = "Say it in the scenario with “state”, “set” and “when”."
    plain = "Texts of scenarios are plain."
    aside = "is left out: it only works for Twine. If it says something to the player, say it in a turn."
    assert told == [
        "parcel.twee:7: The tags of “Hello there” are left out: intro.",
        f"parcel.twee:8: The macro (set:) cannot be taken over; text inside of it is kept. {state}",
        "parcel.twee:17: A picture is left out. Say in words what there is to see.",
        f"parcel.twee:17: The macro (if:) cannot be taken over; text inside of it is kept. {state}",
        f"parcel.twee:17: The tag <b> is left out; the text inside of it is kept. {plain}",
        "parcel.twee:17: The variable $name stands in the text; “…” takes its place. Write what is meant.",
        f"parcel.twee:18: The link “Say sorry->End” changes a variable; that is left out. {state}",
        f"parcel.twee:18: The macro <<set>> cannot be taken over; text inside of it is kept. {state}",
        "parcel.twee:19: A comment is left out.",
        f"parcel.twee:24: The passage “Look” {aside}",
        f"parcel.twee:27: The passage “Style” {aside}",
    ]


def test_an_author_is_told_what_no_twee_file_says() -> None:
    told = [note.message for note in foreign().notes if note.line is None]
    assert told == [
        "No choice has points yet.",
        "Summary and situation stand in no Twee file.",
        "The ending is fair until you say otherwise.",
    ]


def test_a_foreign_story_is_a_draft_that_the_editor_can_read() -> None:
    scenario = KIND.parse(foreign().text, "s.yaml")
    assert [turn.id for turn in scenario.turns] == ["hello-there", "wait", "talk"]


def test_a_name_in_brackets_is_read_as_it_was_escaped() -> None:
    (passage,) = passages(r":: A \[b\] \{c\} \\ [one two\]] {" + '"size":"1,2"}')
    assert (passage.name, passage.tags, passage.metadata) == (r"A [b] {c} \ ".strip(), ["one", "two]"], {"size": "1,2"})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Hello", "s.twee: This is no Twee file: no line begins with “::”. In Twine, choose “Export As Twee”."),
        (
            ":: Start\n[[a->Nowhere]]\n:: End\nx",
            "s.twee:2: A link leads to “Nowhere”, and there is no such passage."
            " Correct the link, or write that passage.",
        ),
        (
            ":: Start\n[[a->End]]\n:: End\nx\n:: End\ny",
            "s.twee:5: There is a passage “End” before. Give each its own name, and correct the links.",
        ),
        (
            ":: First\n[[a->End]]\n:: End\nx",
            "s.twee: It is not said where the story starts."
            " Name a passage under StoryData as “start”, or call one Start.",
        ),
        (
            ':: StoryData\n{"start": "Gone"}\n:: First\n[[a->End]]\n:: End\nx',
            "s.twee:1: The story starts with “Gone”, and there is no such passage."
            " Name a passage under StoryData as “start”, or call one Start.",
        ),
        (
            ":: Start\nx\n:: StoryData\n{\n'start': 1}\n:: End\ny",
            "s.twee:5: What stands under StoryData cannot be read as JSON. Mend it, or export the story again.",
        ),
        (
            ":: Start\nNothing to do",
            "s.twee:1: The first passage, “Start”, has no link: there is nothing to choose."
            " Add a link, or start with another passage.",
        ),
    ],
)
def test_what_is_wrong_in_the_file_itself_is_named_with_its_line(text: str, told: str) -> None:
    with pytest.raises(Problems) as raised:
        from_twee(text, "s.twee")
    assert told in str(raised.value).split("\n")


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(Problems) as raised:
        from_twee(":: Start\n[[a]]\n[[b]]\n:: Start\n[[c]]", "s.twee")
    assert [problem.line for problem in raised.value.problems] == [2, 3, 4, 5]


def test_marks_of_chapbook_and_links_by_macros_are_told() -> None:
    text = (
        ':: StoryData\n{"format": "Chapbook"}\n:: Start\nmood: 3\n--\nHello {name}.\n[if mood > 2]\nGood.\n[[End]]\n'
        ':: End\n<<link "Again" "Start">><</link>> (link-goto: "x", "Start") https://x.example [[y->https://x.example]]\n'
    )
    found = from_twee(text, "s.twee")
    assert found.values["turns"][0]["text"] == "Hello .\n\nGood."
    assert [(note.line, note.message[:34]) for note in found.notes if note.line] == [
        (4, "Variables are set here."),
        (6, "{name} cannot be taken over."),
        (7, "[if mood > 2] cannot be taken over"),
        (11, "A link leads out of the story, to "),
        (11, "The macro (link-goto:) cannot be t"),
        (11, "The macro <<link>> cannot be taken"),
    ]
    remedies = {note.remedy for note in found.notes if "link" in note.message and "macro" in note.message}
    assert remedies == {"Write a link that always leads on as [[text->passage]]."}


def test_the_file_is_the_same_every_time_and_its_identifier_follows_the_slug() -> None:
    scenario = KIND.parse(SCENARIO, "s.yaml")
    story = {
        slug: json.loads(next(p.text for p in passages(to_twee(scenario, slug)) if p.name == "StoryData"))
        for slug in "ab"
    }
    assert story["a"]["ifid"] != story["b"]["ifid"]
    assert re.fullmatch(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", story["a"]["ifid"])
