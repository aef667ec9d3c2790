import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.naughty import NAUGHTY
from training.core.markdown import CALLOUTS, Labels, media_name, mentions, plain_lines, render, render_line, words_of

LABELS = Labels({kind: kind.title() for kind in CALLOUTS}, "Table")
HARMLESS = {"href", "src", "alt", "title", "rel", "class", "start", "scope", "role", "tabindex", "aria-label"}
HARMLESS |= {"loading", "controls", "preload"}


def media_url(name: str) -> str | None:
    return None if name.startswith("missing") else f"/media/0123/{name}"


def html(text: str) -> str:
    return str(render(text, labels=LABELS, media_url=media_url))


class Seen(HTMLParser):
    """Refuses everything in a piece of HTML that could act."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {
            "script",
            "style",
            "iframe",
            "object",
            "embed",
            "svg",
            "math",
            "form",
            "input",
            "link",
            "base",
        }
        for name, value in attrs:
            assert name in HARMLESS, f"{tag} {name}"
            if name in {"href", "src"}:
                address = re.sub(r"[\s\x00-\x20]", "", value or "").lower()
                scheme = re.match(r"[a-z][a-z0-9+.-]*:", address)
                assert scheme is None or scheme[0] in {"http:", "https:", "mailto:", "tel:"}, address

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"comment {data}")


def harmless(text: str) -> None:
    for made in (html(text), str(render_line(text))):
        seen = Seen()
        seen.feed(made)
        seen.close()


@pytest.mark.parametrize("text", NAUGHTY)
def test_no_naughty_string_gets_out_as_anything_that_acts(text: str) -> None:
    shapes = ("{}", "[{}]({})", '![{}]({} "{}")', "> [!tip] {}\n> {}", "| {} |\n|---|\n| {} |", "<{}>", "`{}`", "## {}")
    for shape in shapes:
        harmless(shape.replace("{}", text))
    harmless(f'![{text}](media/x.svg "{text}")\n\n![{text}](media/{text}.mp4)')


PARTS = r"""<script> </script> javascript:alert(1) data:text/html,x onerror= " ' &#106; [x]( ![x]( ) ]( vbscript: \ `
``` <a·href= <img·src=x· JaVaScRiPt&colon; <!-- --> >·[!tip]· media/ <svg/onload= style= | |-| <https://x> ://"""
ATTACKS = st.sampled_from(["\n", "\n\n", "\x01", "\t", *(part.replace("·", " ") for part in PARTS.split())])


@given(st.lists(ATTACKS | st.text(max_size=8), max_size=12).map("".join))
@example("[a](javascript&colon;alert(1))")
@example("[a](<java\nscript:alert(1)>)")
@example('![x](media/a.svg"onerror=alert(1))')
@example('![" onerror="alert(1)](media/a.svg)')
@example("[x]: javascript:alert(1)\n[x]")
def test_nothing_that_authors_write_acts(text: str) -> None:
    harmless(text)


def test_a_call_out_has_its_kind_a_translated_label_and_a_title() -> None:
    assert html("> [!standard] Our **promise**\n> We *call* back.") == (
        '<div class="callout standard" role="note">\n<p class="title">Standard · Our **promise**</p>\n'
        "<p>We <em>call</em> back.</p>\n</div>\n"
    )
    assert html("> [!TIP]\n>\n> Smile.").startswith('<div class="callout tip" role="note">\n<p class="title">Tip</p>')


def test_an_unknown_call_out_stays_a_quote_with_its_first_line() -> None:
    assert html("> [!nonsense] x\n> y") == "<blockquote>\n<p>[!nonsense] x\ny</p>\n</blockquote>\n"
    assert html("> just a quote") == "<blockquote>\n<p>just a quote</p>\n</blockquote>\n"


def test_call_outs_stand_beside_and_inside_each_other() -> None:
    nested = html("> [!warning]\n> Hot.\n>\n> > [!example] Oven\n> > It is on.\n>\n> Done.\n\nAfter.")
    assert nested.count("<div") == nested.count("</div>") == 2
    assert nested.endswith("<p>Done.</p>\n</div>\n<p>After.</p>\n")


def test_a_picture_alone_is_a_figure_with_its_caption() -> None:
    assert html('![A card](media/card.svg "The first line")') == (
        '<figure>\n<img src="/media/0123/card.svg" alt="A card" loading="lazy">\n'
        "<figcaption>The first line</figcaption>\n</figure>\n"
    )
    assert "<figcaption>" not in html("![A card](media/card.svg)")
    assert html("See ![a card](media/card.svg) here.").startswith("<p>See <img")


def test_a_video_is_played_where_it_stands_and_says_what_it_shows() -> None:
    assert html("![A call](media/call.webm)") == (
        '<figure>\n<video controls="" preload="metadata" src="/media/0123/call.webm" aria-label="A call"></video>'
        "\n</figure>\n"
    )


def test_of_a_file_that_is_not_there_the_words_remain() -> None:
    assert "<img" not in html("![A card](media/missing.svg)")
    assert "A card" in html("![A card](media/missing.svg)")
    assert "<img" not in html("![Tracking](https://example.com/pixel.gif)")


def test_only_links_that_leave_the_site_are_cut_off_from_it() -> None:
    assert html("[a](https://example.com)") == '<p><a href="https://example.com" rel="noopener noreferrer">a</a></p>\n'
    assert 'rel="noopener noreferrer"' in html("[a](//example.com)")
    assert html("[a](/people)") == '<p><a href="/people">a</a></p>\n'
    assert html("[a](mailto:a@example.com)") == '<p><a href="mailto:a@example.com">a</a></p>\n'


def test_a_table_scrolls_by_itself_and_is_named_by_its_columns() -> None:
    made = html("| When | Calls |\n|---|--:|\n| Monday | 12 |")
    assert made.startswith('<div class="scroll" tabindex="0" role="region" aria-label="Table: When, Calls">\n<table>')
    assert '<th scope="col" class="num">Calls</th>' in made
    assert '<td class="num">12</td>' in made
    assert "style" not in made


def test_headings_begin_below_those_of_the_page() -> None:
    assert html("# a\n\n## b\n\n### c\n\n#### d") == "<h3>a</h3>\n<h3>b</h3>\n<h3>c</h3>\n<h4>d</h4>\n"
    assert "<h2>" in render("## b", labels=LABELS, media_url=media_url, first_heading=2)


def test_the_parts_of_a_text_follow_the_heading_of_the_page_without_a_gap() -> None:
    under_h1 = render("### a\n\n#### b", labels=LABELS, media_url=media_url, first_heading=2)
    assert "<h2>a</h2>" in under_h1
    assert "<h3>b</h3>" in under_h1
    deep = render("### a\n\n###### b", labels=LABELS, media_url=media_url, first_heading=4)
    assert "<h4>a</h4>" in deep
    assert "<h6>b</h6>" in deep


def test_tags_are_shown_and_not_followed() -> None:
    assert html("<b>x</b> ~~y~~") == "<p>&lt;b&gt;x&lt;/b&gt; ~~y~~</p>\n"


def test_an_answer_keeps_its_emphasis_and_nothing_else() -> None:
    assert render_line("**a** `b` ![x](media/y.svg)\n# c") == (
        '<strong>a</strong> <code>b</code> !<a href="media/y.svg">x</a>\n# c'
    )


def test_what_a_text_shows_is_found_with_its_line() -> None:
    text = "a\nb ![q *r*](media/x.svg)\n\n> [!nope] t\n> x\n\n[z](http://a)"
    found = [(item.kind, item.target, item.text, item.line) for item in mentions(text)]
    assert found == [("image", "media/x.svg", "q r", 1), ("callout", "nope", "t", 3), ("link", "http://a", "", 6)]


def test_a_media_file_is_named_by_its_folder() -> None:
    assert media_name("media/card.svg") == "card.svg"
    assert media_name("media/") is None
    assert media_name("https://example.com/media/card.svg") is None


def test_words_on_two_lines_stay_two_words() -> None:
    assert words_of("Pick up within\nthree rings.") == "Pick up within three rings."


def test_a_text_to_be_compared_has_a_line_for_each_thing_and_no_marks() -> None:
    text = "**Pick up**\nsoon.\n\n- one\n- [two](https://a.example)\n\n> [!tip] Smile\n> They hear it.\n"
    text += "\n![A bell](media/b.svg)"
    assert plain_lines(text) == ["Pick up soon.", "one", "two", "Smile", "They hear it.", "A bell"]
