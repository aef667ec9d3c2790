"""Words that mean a status or a language, as HR systems write them."""

import re
from functools import cache

from babel import Locale

from training.people.roster.headers import plain
from training.people.roster.snapshot import Status

_STATUS_WORDS = {
    Status.ACTIVE: """
        active | a | yes | current | employed | working | active employee | aktiv | actif | active | activo | activa
        attivo | attiva | actief | aktywny | aktywna | ativo | ativa
    """,
    Status.LEAVE: """
        on leave | leave | absent | loa | leave of absence | parental leave | maternity leave | paid leave
        unpaid leave | beurlaubt | abwesend | elternzeit | en conge | conge | absent | de baja temporal | excedencia
        in congedo | assente | met verlof | afwezig | na urlopie | urlop | de licenca | tjanstledig | orlov
    """,
    Status.FUTURE: """
        future | future starter | pending | not started | pre hire | prehire | new hire | zukunftig | futur | futuro
        toekomstig
    """,
    Status.LEFT: """
        left | leaver | terminated | inactive | former | resigned | ended | ausgeschieden | ausgetreten | inaktiv
        gekundigt | sorti | parti | inactif | baja | inactivo | cessato | inattivo | uit dienst | inactief
        zwolniony | zwolniona | nieaktywny | inativo | desligado
    """,
}
_STATUSES = {
    plain(word): status for status, words in _STATUS_WORDS.items() for word in re.split(r"[|\n]", words) if word.strip()
}
_LANGUAGES = (
    "ar bg cs da de el en es et fi fr ga he hi hr hu it ja ko lt lv mt nb nl pl pt ro ru sk sl sv th tr uk vi zh"
)
# Babel knows languages with a code of two letters by that code only.
_THREE_LETTERS = "deu:de ger:de eng:en fra:fr fre:fr spa:es pol:pl ita:it por:pt nld:nl dut:nl swe:sv zho:zh chi:zh"


def status_of(word: str) -> Status | None:
    """The status that a word means, or None for an unknown word."""
    return _STATUSES.get(plain(word))


def language_of(word: str) -> str | None:
    """The code of a language, from a code (“pt-br” is pt_BR) or a name (“Polish”, “polski”); None for other words."""
    first, *rest = re.split(r"[-_]", word)
    if first.lower() in Locale("en").languages and all(re.fullmatch(r"[A-Za-z0-9]{2,8}", part) for part in rest):
        return "_".join([first.lower(), *(part.upper() if len(part) == 2 else part.title() for part in rest)])
    return _language_names().get(plain(word))


@cache
def _language_names() -> dict[str, str]:
    names = dict(pair.split(":") for pair in _THREE_LETTERS.split())
    english = Locale("en").languages
    for code in _LANGUAGES.split():
        names[plain(str(english[code]))] = code
        names[plain(str(Locale(code).languages[code]))] = code
    return names
