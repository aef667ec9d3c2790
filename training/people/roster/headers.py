"""What a roster can say about a person, and the headers under which HR systems say it in several languages."""

import re
import unicodedata
from enum import StrEnum

from training.core.i18n import lazy_gettext as _l


class Field(StrEnum):
    """What a roster can say about a person. The value is the header under which an export writes it."""

    NUMBER = "employee_id"
    GIVEN = "first_name"
    FAMILY = "last_name"
    EMAIL = "email"
    PHONE = "phone"
    TEAM = "team"
    ROLE = "role"
    MANAGER = "manager_id"
    HIRED = "hired_on"
    LEFT = "left_on"
    LANGUAGE = "language"
    STATUS = "status"
    PREFERRED = "preferred_name"
    LEAVE_FROM = "leave_from"
    LEAVE_UNTIL = "leave_until"


LABELS = {
    Field.NUMBER: _l("Employee number"),
    Field.GIVEN: _l("Given name"),
    Field.FAMILY: _l("Family name"),
    Field.EMAIL: _l("E-mail"),
    Field.PHONE: _l("Phone"),
    Field.TEAM: _l("Team"),
    Field.ROLE: _l("Role"),
    Field.MANAGER: _l("Manager’s employee number"),
    Field.HIRED: _l("First day"),
    Field.LEFT: _l("Last day"),
    Field.LANGUAGE: _l("Language"),
    Field.STATUS: _l("Status"),
    Field.PREFERRED: _l("Preferred name"),
    Field.LEAVE_FROM: _l("Leave from"),
    Field.LEAVE_UNTIL: _l("Leave until"),
}

# Headers as they come out of HR systems, compared without capitals, accents and signs.
_HEADERS = {
    Field.NUMBER: """
        employee id | employee number | employee no | employee code | employee | emp id | emp no | emp number
        staff id | staff number | staff no | person number | personnel number | personnel no | payroll number
        payroll id | worker id | badge number | associate id | id | personalnummer | personalnr | pers nr
        mitarbeiternummer | mitarbeiter nr | mitarbeiter id | matricule | numero employe | numero salarie
        id employe | numero de empleado | id empleado | codigo empleado | numero empleado | matricola
        codice dipendente | id dipendente | personeelsnummer | medewerkernummer | numer pracownika | nr pracownika
        id pracownika | nr ewidencyjny | numero de funcionario | numero do funcionario | anstallningsnummer
        medarbejdernummer | ansattnummer | osobni cislo | sicil no | tabelnyi nomer | табельный номер
    """,
    Field.GIVEN: """
        first name | firstname | given name | givenname | given names | forename | forenames | vorname | vornamen
        rufname | prenom | prenoms | nombre | nombres | nome | primeiro nome | voornaam | roepnaam | imie | imiona
        fornamn | fornavn | etunimi | jmeno | krestni jmeno | ad | имя
    """,
    Field.FAMILY: """
        last name | lastname | family name | familyname | surname | second name | nachname | familienname | zuname
        nom | nom de famille | apellido | apellidos | cognome | achternaam | nazwisko | sobrenome | apelido
        ultimo nome | efternamn | efternavn | etternavn | sukunimi | prijmeni | soyad | фамилия
    """,
    Field.PREFERRED: """
        preferred name | known as | preferred first name | nickname | called | anzeigename | nom d usage | nom usuel
        nombre preferido | nome preferito | tilltalsnamn | kaldenavn
    """,
    Field.EMAIL: """
        email | e mail | email address | e mail address | mail | work email | business email | company email
        primary email | dienstliche e mail | email adresse | e mail adresse | courriel | adresse email
        adresse e mail | correo | correo electronico | posta elettronica | indirizzo email | e mailadres
        emailadres | adres email | adres e mail | endereco de email | e post | epost | эл почта
    """,
    Field.PHONE: """
        phone | phone number | telephone | telephone number | mobile | mobile number | mobile phone | cell
        cell phone | work phone | tel | telefon | telefonnummer | mobil | mobilnummer | handy | telefone | telemovel
        celular | telefono | movil | cellulare | telefoon | telefoonnummer | numer telefonu | komorka | телефон
    """,
    Field.TEAM: """
        team | team path | department | dept | division | unit | org unit | organization | organisation
        organizational unit | organisational unit | business unit | location | site | store | shop | branch
        abteilung | bereich | filiale | standort | organisationseinheit | equipe | service | departement | magasin
        departamento | equipo | tienda | reparto | squadra | negozio | afdeling | filiaal | dzial | zespol
        sklep | departament | loja | avdelning | отдел
    """,
    Field.ROLE: """
        role | job role | job | job title | title | position | job position | rolle | funktion | position title
        stelle | berufsbezeichnung | tatigkeit | jobtitel | poste | fonction | emploi | intitule de poste | puesto
        cargo | rol | ruolo | mansione | qualifica | posizione | functie | stanowisko | rola | funcao | befattning
        roll | stilling | должность
    """,
    Field.MANAGER: """
        manager id | manager | manager number | manager employee id | manager employee number | manager no
        supervisor | supervisor id | supervisor number | line manager | line manager id | reports to
        reports to id | vorgesetzter | vorgesetzte | vorgesetzten nr | personalnummer vorgesetzter
        vorgesetztennummer | fuhrungskraft | responsable | id responsable | matricule responsable | manager matricule
        superieur | jefe | id jefe | supervisor directo | responsabile | matricola responsabile | leidinggevende
        przelozony | nr przelozonego | id przelozonego | gestor | chefia | chef | narmaste chef | leder
    """,
    Field.HIRED: """
        hired on | hire date | hired | date hired | date of hire | start date | starting date | started | started on
        joined | joined on | join date | date joined | joining date | entry date | employed from | eintritt
        eintrittsdatum | einstellungsdatum | beginn | date d entree | date entree | date d embauche | date embauche
        fecha de alta | fecha de ingreso | fecha de contratacion | fecha alta | fecha ingreso | data assunzione
        data di assunzione | in dienst | datum in dienst | data zatrudnienia | data de admissao | data admissao
        anstallningsdatum | startdatum
    """,
    Field.LEFT: """
        left on | leave date | leaving date | date left | end date | last day | last working day | termination date
        terminated on | date of leaving | employed until | exit date | austritt | austrittsdatum | ende | date de sortie
        date sortie | date de depart | fecha de baja | fecha baja | fecha de salida | data cessazione
        data di cessazione | data fine rapporto | uit dienst | datum uit dienst | data zwolnienia
        data zakonczenia | data de saida | data de demissao | slutdatum
    """,
    Field.LEAVE_FROM: "leave from | leave start | leave start date | on leave from | absent from | abwesend ab",
    Field.LEAVE_UNTIL: "leave until | leave end | leave end date | on leave until | absent until | abwesend bis",
    Field.LANGUAGE: """
        language | lang | preferred language | locale | sprache | langue | idioma | lingua | taal | jezyk | sprak
        sprog | kieli | jazyk | dil | язык
    """,
    Field.STATUS: """
        status | employment status | employee status | state | beschaftigungsstatus | mitarbeiterstatus | statut | etat
        estado | situacion | stato | situacao | статус
    """,
}


def plain(header: str) -> str:
    """A header without capitals, accents and signs: “E-Mail Address” is “e mail address”."""
    spread = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header.strip())  # employeeId
    letters = unicodedata.normalize("NFKD", spread.casefold().replace("ł", "l").replace("ø", "o"))
    letters = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", " ", letters).strip()


_KNOWN = {plain(word): field for field, words in _HEADERS.items() for word in re.split(r"[|\n]", words) if word.strip()}


def field_of(header: str) -> Field | None:
    """What a column with this header holds, if the header is known."""
    return _KNOWN.get(plain(header))


def field_named(text: str) -> Field | None:
    """The field somebody means by “email”, “E-mail” or “First day”."""
    wanted = plain(text)
    for field in Field:
        if wanted in {plain(field.value), plain(str(LABELS[field]))}:
            return field
    return None
