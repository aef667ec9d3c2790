"""Every text can be found, translated and shown: extraction, catalogues, and an application that speaks German."""

import ast
import io
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.support import NullTranslations
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import nodes

from tests.house import House
from tests.moment import TODAY
from training.config import ROOT
from training.core import catalogues, i18n
from training.core.letters import compose
from training.core.permissions import PermissionSet
from training.core.problems import Problems

PACKAGE = ROOT / "training"
TEXT_FUNCTIONS = {"gettext": 1, "lazy_gettext": 1, "ngettext": 2}  # how many texts each takes
HANDS_ON = {"core/i18n.py", "core/forms.py", "core/catalogues.py"}  # they hand on texts that others wrote


def sources() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if str(path.relative_to(PACKAGE)) not in HANDS_ON)


def aliases(tree: ast.Module) -> dict[str, int]:
    """The names under which a file imports the text functions."""
    return {
        name.asname or name.name: TEXT_FUNCTIONS[name.name]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "training.core.i18n"
        for name in node.names
        if name.name in TEXT_FUNCTIONS
    }


def texts_of_code(path: Path) -> Iterator[tuple[int, ast.expr]]:
    """What a file hands to the text functions, with its line."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    known = aliases(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in known:
            yield from ((node.lineno, text) for text in node.args[: known[node.func.id]])


def said(catalog: Catalog) -> set[str]:
    """Every text of a catalogue, both forms of those that have two."""
    return {text for message in catalog for text in (message.id if message.pluralizable else [message.id]) if text}


@pytest.fixture(scope="module")
def texts() -> Catalog:
    return catalogues.extracted()


def test_every_text_of_the_code_is_found(texts: Catalog) -> None:
    everything = said(texts)
    missing = [
        f"{path.relative_to(ROOT)}:{line}: {ast.unparse(text)}"
        for path in sources()
        for line, text in texts_of_code(path)
        if not (isinstance(text, ast.Constant) and text.value in everything)
    ]
    assert not missing, "\n".join(missing)


def test_every_text_of_the_templates_is_found(texts: Catalog, plain_app: Flask) -> None:
    everything = said(texts)
    missing, found = [], 0
    for path in sorted((PACKAGE / "templates").rglob("*.*")):
        tree = plain_app.jinja_env.parse(path.read_text(encoding="utf-8"))
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in {"_", "gettext", "ngettext"}:
                for text in call.args[: 2 if call.node.name == "ngettext" else 1]:
                    found += 1
                    if not (isinstance(text, nodes.Const) and text.value in everything):
                        missing.append(f"{path.relative_to(ROOT)}:{call.lineno}")
    assert not missing, "\n".join(missing)
    assert found > 500


def test_every_name_that_code_gives_the_text_functions_is_known_to_the_extraction() -> None:
    used = {name for path in sources() for name in aliases(ast.parse(path.read_text(encoding="utf-8")))}
    assert used <= set(catalogues.KEYWORDS)


CODE = """
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext, ngettext
from training.core.i18n import lazy_gettext as _l
from training.core.i18n import lazy_gettext as lazy

LABEL = lazy("A lazy label")
OTHER = _l("Another label")
THIRD = lazy_gettext("A third label")


def words(count: int) -> str:
    # Translators: what a broom says
    swept = _("Swept %(place)s, "
              "and well", place="here")
    return swept + ngettext("One broom", "%(num)s brooms", count)
"""
PAGE = """
<p>{{ _("A page’s text") }}</p>
{% trans %}
Said in a block
over two lines
{% endtrans %}
<p>{% trans %}At least 80 % of it{% endtrans %}</p>
<p>{% trans name=who %}Hello {{ name }}, 80 % are enough{% endtrans %}</p>
<p>{% trans count=number %}One cup{% pluralize %}{{ count }} cups{% endtrans %}</p>
<p title="{{ ngettext("%(num)s spoon", "%(num)s spoons", number) }}"></p>
"""
LETTER = """{{ _("The subject of a letter") }}

{% trans %}
A paragraph
{% endtrans %}
"""


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """A small package that says something in every way there is."""
    package = tmp_path / "package"
    (package / "templates" / "mail").mkdir(parents=True)
    (package / "brooms.py").write_text(CODE, encoding="utf-8")
    (package / "templates" / "page.html").write_text(PAGE, encoding="utf-8")
    (package / "templates" / "mail" / "letter.txt").write_text(LETTER, encoding="utf-8")
    return package


def test_each_way_to_say_something_is_found(planted: Path) -> None:
    found = catalogues.extracted(planted)
    assert said(found) >= {
        "A lazy label",
        "Another label",
        "A third label",
        "Swept %(place)s, and well",
        "One broom",
        "%(num)s brooms",
        "A page’s text",
        "Hello %(name)s, 80 %% are enough",
        "At least 80 %% of it",
        "One cup",
        "%(count)s cups",
        "%(num)s spoon",
        "%(num)s spoons",
        "The subject of a letter",
    }
    assert found["Swept %(place)s, and well"].auto_comments == ["what a broom says"]


class Listening(NullTranslations):
    """Notes what it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def gettext(self, message: str) -> str:
        self.asked.add(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.asked |= {msgid1, msgid2}
        return msgid1 if n == 1 else msgid2


def test_a_page_and_a_letter_ask_for_the_very_texts_that_were_found(
    planted: Path, plain_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ear = Listening()
    monkeypatch.setattr(i18n, "translations", lambda _code: ear)
    letters = plain_app.jinja_env.overlay(autoescape=False, trim_blocks=False, lstrip_blocks=False)
    with plain_app.test_request_context():
        plain_app.jinja_env.from_string(PAGE).render(who="Nora", number=3)
        letters.from_string(LETTER).render()
    assert len(ear.asked) == 10
    assert ear.asked <= said(catalogues.extracted(planted))


def test_a_template_that_cannot_be_read_stops_the_extraction(planted: Path) -> None:
    (planted / "templates" / "broken.html").write_text("{% if %}", encoding="utf-8")
    with pytest.raises(Exception, match="Expected an expression"):
        catalogues.extracted(planted)


# An application that speaks another language.


Words = dict[str, str | tuple[str, ...]]
Speak = Callable[[str, Words], None]


@pytest.fixture
def speaking(tmp_path: Path, texts: Catalog, monkeypatch: pytest.MonkeyPatch) -> Iterator[Speak]:
    """`speaking("de", {text: translation})` gives the site a language for the length of a test."""

    def speak(code: str, words: Words) -> None:
        monkeypatch.setattr(i18n, "TRANSLATIONS", tmp_path)
        catalog = catalogues.refresh(code, texts, tmp_path)
        for text, translation in words.items():
            catalog[text].string = translation
        assert not list(catalogues.problems_of(catalog, code))
        catalogues.compile_to(catalogues.text_file(code, tmp_path).with_suffix(".mo"), catalog)
        forget()

    def forget() -> None:
        i18n.languages.cache_clear()
        i18n.translations.cache_clear()

    yield speak
    monkeypatch.undo()
    forget()


GERMAN: Words = {
    "Sign in": "Anmelden",
    "Passphrase": "Kennsatz",
    "Type your passphrase.": "Gib deinen Kennsatz ein.",
    "%(num)s person": ("Eine Person", "%(num)s Personen"),
    "Hello %(name)s,": "Guten Tag, %(name)s,",
    "And %(num)s more.": ("Und noch eins.", "Und %(num)s weitere."),
    "See all of it": "Alles ansehen",
}


REMINDER: dict[str, Any] = {
    "subject": "Heute",
    "name": "Greta",
    "beginning": "Zwei Dinge.",
    "sections": [],
    "base_url": "https://juniper.example",
    "path": "/",
    "reason": "Weil es fällig ist.",
}


def test_a_stranger_reads_the_language_of_their_browser(speaking: Speak, house: House, client: FlaskClient) -> None:
    speaking("de", GERMAN)
    page = client.get("/sign-in", headers={"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}).text
    assert '<html lang="de"' in page
    assert "<h1>Anmelden</h1>" in page
    assert "Kennsatz" in page  # a label that was written down before anybody knew who would read it
    assert "I forgot my passphrase" in page  # not translated yet, so it stays as it is
    assert "<h1>Sign in</h1>" in client.get("/sign-in", headers={"Accept-Language": "fr"}).text


def test_the_form_library_speaks_the_language_too(speaking: Speak, house: House, client: FlaskClient) -> None:
    speaking("de", GERMAN)
    page = client.post("/sign-in", data={"name": "T001"}, headers={"Accept-Language": "de"}).text
    assert "Gib deinen Kennsatz ein." in page


def test_a_person_reads_their_own_language_whatever_the_browser_says(speaking: Speak, house: House) -> None:
    speaking("de", GERMAN)
    greta = house.person("Greta Vogel", language="de")
    house.grant(greta, PermissionSet.ADMINISTRATOR)
    browser = house.browser(greta)
    assert "Eine Person" in browser.get("/people", headers={"Accept-Language": "fr"}).text
    house.person("Omar Haddad")
    assert "2 Personen" in browser.get("/people").text


def test_a_mail_goes_out_in_the_language_of_its_reader(speaking: Speak, app: Flask) -> None:
    speaking("de", GERMAN)
    with app.app_context():
        german = compose("reminder", "de", more=1, **REMINDER)
        assert german.subject == "Heute"
        assert "Guten Tag, Greta," in german.text
        assert "Und noch eins." in german.text
        assert "Alles ansehen:\nhttps://juniper.example/" in german.text
        assert '<html lang="de"' in german.html
        assert "Und 3 weitere." in compose("reminder", "de", more=3, **REMINDER).text
        assert "And 3 more." in compose("reminder", "en", more=3, **REMINDER).text


def test_what_is_open_is_said_in_english(speaking: Speak, app: Flask) -> None:
    speaking("pl", {})
    app.config["FORCED_LANGUAGE"] = "pl"
    with app.test_request_context():
        assert i18n.gettext("Sign in") == "Sign in"
        assert [i18n.ngettext("%(num)s person", "%(num)s people", number) for number in (1, 5)] == [
            "1 person",
            "5 people",
        ]


def test_whoever_speaks_a_language_as_another_country_does_reads_the_language(
    speaking: Speak, house: House, app: Flask
) -> None:
    speaking("de", GERMAN)
    browser = house.browser(house.person("Greta Vogel", language="de_AT"))
    assert '<html lang="de"' in browser.get("/").text
    with app.app_context():
        assert "Guten Tag, Greta," in compose("reminder", "de_AT", more=0, **REMINDER).text
        assert "Hello Greta," in compose("reminder", "fr_CA", more=0, **REMINDER).text


def test_a_language_with_three_plural_forms_uses_each(speaking: Speak, app: Flask) -> None:
    speaking("pl", {"%(num)s person": ("%(num)s osoba", "%(num)s osoby", "%(num)s osób")})
    app.config["FORCED_LANGUAGE"] = "pl"
    with app.test_request_context():
        said = [i18n.ngettext("%(num)s person", "%(num)s people", number) for number in (1, 2, 5, 12, 22)]
    assert said == ["1 osoba", "2 osoby", "5 osób", "12 osób", "22 osoby"]


@pytest.mark.parametrize(
    ("code", "day"), [("en", "12 March 2026"), ("de", "12. März 2026"), ("pt_BR", "12 de março de 2026")]
)
def test_a_day_is_written_as_the_language_writes_it(app: Flask, code: str, day: str) -> None:
    app.config["FORCED_LANGUAGE"] = code
    with app.test_request_context():
        assert i18n.format_date(TODAY) == day


# Catalogues over time.


def catalog_of(**texts: str) -> Catalog:
    """A catalogue of a site that says these, each in a file of its own."""
    catalog = Catalog(project="Brooms")
    for name, text in texts.items():
        catalog.add(text, locations=[(f"training/{name}.py", 7)])
    return catalog


def test_bringing_a_catalogue_up_to_date_twice_changes_nothing(texts: Catalog, tmp_path: Path) -> None:
    catalogues.refresh("de", texts, tmp_path)
    first = catalogues.text_file("de", tmp_path).read_bytes()
    catalogues.refresh("de", texts, tmp_path)
    assert catalogues.text_file("de", tmp_path).read_bytes() == first


def test_a_translation_stays_waits_or_rests_as_its_text_stays_changes_or_goes(tmp_path: Path) -> None:
    path = catalogues.text_file("de", tmp_path)
    before = catalog_of(a="Sweep the floor", b="Every broom has a place of its own", c="Dustpan")
    catalog = catalogues.refresh("de", before, tmp_path)
    for text, word in (("Sweep the floor", "Fegen"), ("Every broom has a place of its own", "Ort"), ("Dustpan", "Y")):
        catalog[text].string = word
    with path.open("wb") as file:
        catalogues.write_po(file, catalog)
    after = catalogues.refresh("de", catalog_of(x="Sweep the floor", b="Each broom has a place of its own"), tmp_path)
    assert after["Sweep the floor"].string == "Fegen"
    assert after["Each broom has a place of its own"].fuzzy
    assert "Dustpan" not in after
    assert '#~ msgid "Dustpan"' in path.read_text(encoding="utf-8")
    assert catalogues.figures(after) == "1 of 2 texts are translated, 1 to be looked at again."
    compiled = path.with_suffix(".mo")
    catalogues.compile_to(compiled, after)
    assert "Fegen" in compiled.read_bytes().decode(errors="replace")
    assert "Ort" not in compiled.read_bytes().decode(errors="replace")


# Translations that would break a page.


def complaints(source: str | tuple[str, str], translation: str | tuple[str, ...]) -> list[str]:
    catalog = Catalog(locale="de")
    catalog.add(source, translation, lineno=7)
    return [str(problem) for problem in catalogues.problems_of(catalog, "de")]


@pytest.mark.parametrize(
    ("source", "translation", "piece"),
    [
        ("Hello %(name)s", "Hallo %(nmae)s", "%(nmae)s"),
        ("Hello %(name)s", "Hallo %(name)d", "%(name)d"),
        ("Hello %(name)s", "Hallo %(name)s, 80 %", "%"),
        ("Almost all", "Fast 100 %", "%"),
        ("Almost all", "Fast 100 %%", "%%"),
        ("Saved {time}", "Gespeichert {zeit}", "{zeit}"),
        ("<b>Now</b>", "<i>Jetzt</b>", "<i>"),
        ("Say yes", 'Sage "ja"', '"'),
        ("Here & there", "Hier &nbsp; dort", "&nbsp;"),
        ("Continue", "Weiter [bald]", "["),
        (("One broom", "%(num)s brooms"), ("Ein Besen", "%(zahl)s Besen"), "%(zahl)s"),
    ],
)
def test_what_a_translation_adds_to_its_source_is_found(
    source: str | tuple[str, str], translation: str | tuple[str, ...], piece: str
) -> None:
    found = complaints(source, translation)
    assert found
    assert f"de:7: “{piece}” is not in the source." in found[0]


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("Hello %(name)s", "%(name)s, hallo"),
        ("%(done)s done", "%(done)s erledigt, 80 %% reichen"),
        ("More than 80 %", "Über 80 %"),
        ("Saved {time}", "{time} gespeichert"),
        ("<b>Now</b> or <i>later</i>", "<b>Jetzt</b>"),
        ("Say “yes”", "Sage „ja“"),
        (("One broom", "%(num)s brooms"), ("Ein Besen", "%(num)s Besen")),
        (("One broom", "%(num)s brooms"), ("", "")),
        ("Not yet", ""),
    ],
)
def test_what_a_translation_may_do_is_left_alone(
    source: str | tuple[str, str], translation: str | tuple[str, ...]
) -> None:
    assert complaints(source, translation) == []


def test_a_translation_that_leaves_something_out_is_mentioned_but_used() -> None:
    assert "“%(name)s” is left out" in complaints("Hello %(name)s", "Hallo")[0]


def test_a_proposal_that_nobody_has_looked_at_may_be_wrong() -> None:
    catalog = Catalog(locale="de")
    catalog.add("Hello %(name)s", "Hallo %(nmae)s", flags=["fuzzy"])
    assert list(catalogues.problems_of(catalog, "de")) == []


def test_half_of_a_plural_is_no_translation() -> None:
    assert "Write all 2 of them" in complaints(("One broom", "%(num)s brooms"), ("Ein Besen", ""))[0]
    assert "Write all 2 of them" in complaints(("One broom", "%(num)s brooms"), ("a", "b", "c"))[0]


@given(st.lists(st.sampled_from(["%(a)s", "%(b)s", "%%", "ä", " ", "“"]), min_size=1))
def test_whatever_passes_can_be_filled_in(pieces: list[str]) -> None:
    translation = "x" + "".join(pieces)
    source = "%(a)s of %(b)s"
    if not any("is not in the source" in complaint for complaint in complaints(source, translation)):
        assert translation % {"a": "1", "b": "2"}


# The catalogues that are there, and the command.


def test_each_catalogue_of_the_site_is_in_order_and_compiled() -> None:
    compiled = {path.parent.parent.name for path in i18n.TRANSLATIONS.glob("*/LC_MESSAGES/messages.mo")}
    assert compiled <= set(catalogues.languages_in()), "A compiled catalogue has lost its texts."
    for code in catalogues.languages_in():
        path, catalog = catalogues.text_file(code), catalogues.read(code)
        wrong = [problem for problem in catalogues.problems_of(catalog, str(path)) if problem.severity == "error"]
        assert not wrong
        buffer = io.BytesIO()
        catalogues.write_mo(buffer, catalog)
        assert path.with_suffix(".mo").read_bytes() == buffer.getvalue(), f"Run: make messages LANGUAGE={code}"


def test_the_document_quotes_the_messages_as_they_are() -> None:
    document = (ROOT / "docs" / "translating.md").read_text(encoding="utf-8")
    source = Path(catalogues.__file__).read_text(encoding="utf-8")
    for message in ("is not in the source.", "Some forms of this text are open.", "is left out.", "cannot be read"):
        assert message in document
        assert message in source


@pytest.mark.parametrize(("said", "code"), [("de", "de"), ("pt-BR", "pt_BR"), ("zh_Hans", "zh_Hans")])
def test_a_language_is_known_by_its_code(said: str, code: str) -> None:
    assert catalogues.code_of(said) == code


@pytest.mark.parametrize("said", ["", "klingonish", "../../etc", "x"])
def test_what_is_no_language_is_refused(said: str) -> None:
    with pytest.raises(Problems, match="is not a language"):
        catalogues.code_of(said)


def test_the_command_makes_a_catalogue_and_refuses_to_compile_a_broken_one(tmp_path: Path, texts: Catalog) -> None:
    run = partial(CliRunner().invoke, catalogues.main)
    first = run(["de", "--folder", str(tmp_path)])
    assert first.exit_code == 0, first.output
    assert f"de: 0 of {len(texts)} texts are translated" in first.output
    path = catalogues.text_file("de", tmp_path)
    assert path.with_suffix(".mo").exists()
    text = path.read_text(encoding="utf-8")
    mine = 'msgid "Hello %(name)s,"\nmsgstr "'
    assert mine in text
    path.write_text(text.replace(mine, f"{mine}Hallo %(nmae)s,"), encoding="utf-8")
    before = path.with_suffix(".mo").read_bytes()
    second = run(["--folder", str(tmp_path)])  # every language that there is
    assert second.exit_code == 1
    assert "“%(nmae)s” is not in the source. There you may fill in %(name)s." in second.output
    assert path.with_suffix(".mo").read_bytes() == before
