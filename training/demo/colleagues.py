"""The people of Juniper & Vale. All of them are invented."""

from training.demo.cast import (
    COUNTER,
    COUNTER_STAFF,
    DIRECTOR,
    HARBOUR,
    OFFICE,
    OFFICE_STAFF,
    PHONE_AGENT,
    PHONES,
    RETURNS,
    SERVICE_DESK,
    SHOP_MANAGER,
    STATION,
    STATION_COUNTER,
    TEAM_LEADER,
    Colleague,
    Pace,
    Post,
)

KEEN, PROMPT, STEADY, SLOW = Pace


def _in(team: str, role: str, number: str, name: tuple[str, str], hired: int, **more: object) -> Colleague:
    """A colleague with one role, or with the `posts` that are given."""
    left = more.get("left")
    last = left if isinstance(left, int) else None
    values: dict[str, object] = {"posts": (Post(role, hired, last),), **more}
    return Colleague(number, *name, team, hired=hired, **values)  # type: ignore[arg-type] # checked by tests


def _office(number: str, name: tuple[str, str], hired: int, mail: str, role: str = OFFICE_STAFF) -> Colleague:
    return _in(OFFICE, role, number, name, hired, mail=mail)


def _counter(number: str, name: tuple[str, str], hired: int, **more: object) -> Colleague:
    return _in(COUNTER, COUNTER_STAFF, number, name, hired, **more)


def _phones(number: str, name: tuple[str, str], hired: int, **more: object) -> Colleague:
    return _in(PHONES, PHONE_AGENT, number, name, hired, **more)


def _returns(number: str, name: tuple[str, str], hired: int, **more: object) -> Colleague:
    return _in(RETURNS, SERVICE_DESK, number, name, hired, **more)


def _station(number: str, name: tuple[str, str], hired: int, **more: object) -> Colleague:
    return _in(STATION_COUNTER, COUNTER_STAFF, number, name, hired, **more)


COLLEAGUES = (
    _office("J1001", ("Eleanor", "Vale"), -7300, "eleanor.vale", DIRECTOR),
    _office("J1002", ("Beatriz", "Nogueira"), -2410, "beatriz.nogueira"),
    _office("J1003", ("Ingrid", "Aasen"), -1630, "ingrid.aasen"),
    _office("J1004", ("Henrik", "Dahl"), -1180, "henrik.dahl"),
    _in(
        HARBOUR,
        SHOP_MANAGER,
        "J1005",
        ("Tomasz", "Zieliński"),
        -3120,
        mail="tomasz.zielinski",
        phone="555 0105",
        pace=PROMPT,
    ),
    # Harbour Street counter: every state can be seen here.
    _counter(
        "J1006",
        ("Maeve", "Kelleher"),
        -2650,
        posts=(Post(COUNTER_STAFF, -2650, -431), Post(TEAM_LEADER, -430)),
        mail="maeve.kelleher",
        phone="555 0106",
        pace=PROMPT,
    ),
    _counter("J1007", ("Ben", "Whitlock"), -1900, mail="ben.whitlock", pace=PROMPT),
    _counter("J1008", ("Zuzana", "Kováčiková"), -1505, mail="zuzana.kovacikova", language="sk"),
    _counter("J1009", ("Oluwaseun", "Adébáyò"), -1410, preferred="Seun", mail="seun.adebayo", pace=PROMPT),
    _counter("J1010", ("Mei-Ling", "Tan"), -1022, phone="555 0110", language="zh", pace=PROMPT),
    _counter(
        "J1011",
        ("María de los Ángeles", "Fernández de la Vega y Montemayor"),
        -960,
        preferred="Ángeles",
        mail="angeles.fernandez",
        language="es",
        pace=SLOW,
    ),
    _counter("J1012", ("Дмитро", "Ковальчук"), -301, mail="dmytro.kovalchuk", language="uk"),
    _counter(
        "J1013", ("ليلى", "منصور"), -214, phone="555 0113", language="ar", fails=("greeting-a-customer",), pace=PROMPT
    ),
    _counter("J1014", ("Piotr", "Wójcik"), -171, mail="piotr.wojcik", language="pl", stops=-12),
    _counter("J1015", ("Saoirse", "Ní Bhriain"), -441, mail="saoirse.nibhriain", stops=-98),
    _counter("J1016", ("Kwame", "Boateng"), -404, mail="kwame.boateng", stops=-60),
    _counter("J1017", ("Agnieszka", "Dąbrowska-Szymańska"), -41, phone="555 0117", language="pl", done=4, pace=KEEN),
    _counter(
        "J1018",
        ("Théo", "Lefèvre"),
        -33,
        mail="theo.lefevre",
        language="fr",
        done=4,
        pace=KEEN,
        begun=True,
        fails=("greeting-a-customer",),
    ),
    _counter("J1019", ("Nora", "Brandt"), -8, phone="555 0119", done=3, begun=True, unseen=True, pace=KEEN),
    _counter("J1020", ("Imre", "Szabó"), -6, mail="imre.szabo", language="hu", done=4, pace=KEEN),
    _counter("J1021", ("Chiara", "Esposito"), -690, mail="chiara.esposito", language="it", leave=(-48, 117)),
    _counter(
        "J1022",
        ("Γιώργος", "Παπαδόπουλος"),
        -15,
        mail="giorgos.papadopoulos",
        language="el",
        done=4,
        pace=KEEN,
        begun=True,
    ),
    _counter("J1023", ("Hedda", "Solberg"), 9, mail="hedda.solberg", language="no"),
    _counter(
        "J1024",
        ("Yusuf", "Demir"),
        -1240,
        earlier=((STATION_COUNTER, -241),),
        mail="yusuf.demir",
        language="tr",
    ),
    # Phones
    _phones(
        "J1025",
        ("Samir", "Bensaïd"),
        -2205,
        posts=(Post(TEAM_LEADER, -2205),),
        mail="samir.bensaid",
        leave=(-4, 8),
        pace=PROMPT,
    ),
    _phones("J1026", ("Amira", "Haddad"), -359, mail="amira.haddad", done=10, pace=KEEN),
    _phones("J1027", ("Priya", "Nair"), -1710, mail="priya.nair", pace=PROMPT),
    _phones("J1028", ("Henryk", "Nowicki"), -1330, mail="henryk.nowicki", language="pl"),
    _phones("J1029", ("مینا", "رحیمی"), -1105, mail="mina.rahimi", language="fa", pace=SLOW),
    _phones("J1030", ("Liam", "Ó Súilleabháin"), -522, mail="liam.osuilleabhain", language="ga"),
    _phones(
        "J1031",
        ("Katarzyna", "Wiśniewska"),
        -447,
        preferred="Kasia",
        mail="kasia.wisniewska",
        language="pl",
        stops=-105,
    ),
    _phones("J1032", ("Rasmus", "Lindgren"), -335, mail="rasmus.lindgren", language="sv", fails=("taking-a-call",)),
    _phones("J1033", ("Անի", "Գրիգորյան"), -283, phone="555 0133", language="hy"),
    _phones("J1034", ("Deirdre", "Walsh"), -227, mail="deirdre.walsh", leave=(-12, 9)),
    _phones("J1035", ("Tiago", "Monteiro"), -122, mail="tiago.monteiro", language="pt", fails=("keeping-a-promise",)),
    _phones("J1036", ("Sinéad", "O’Dowd"), -55, mail="sinead.odowd", done=6, pace=KEEN),
    _phones("J1037", ("Emeka", "Okafor"), -6, mail="emeka.okafor", done=6, pace=KEEN),
    _phones("J1038", ("偉倫", "黃"), -3, phone="555 0138", language="zh", done=1),
    _phones("J1039", ("Greta", "Sjöberg"), -610, mail="greta.sjoberg", language="sv", left=-33),
    # Returns desk
    _returns("J1040", ("Hanna", "Reuter"), -2020, posts=(Post(TEAM_LEADER, -2020),), mail="hanna.reuter", pace=PROMPT),
    _returns("J1041", ("Jonas", "Petraitis"), -1470, mail="jonas.petraitis", language="lt", pace=PROMPT),
    _returns("J1042", ("Bernadette", "Fitzgerald"), -1380, preferred="Bernie", mail="bernie.fitzgerald"),
    _returns("J1043", ("Николай", "Соколов"), -1150, phone="555 0143", language="ru", stops=-60, pace=PROMPT),
    _returns(
        "J1044",
        ("Tomáš", "Havel"),
        -560,
        earlier=((PHONES, -152),),
        posts=(Post(PHONE_AGENT, -560, -152), Post(SERVICE_DESK, -151)),
        mail="tomas.havel",
        language="cs",
    ),
    _returns("J1045", ("Aoife", "Brennan"), -481, mail="aoife.brennan"),
    _returns(
        "J1046",
        ("Rajesh Subramaniam", "Venkataraman Krishnamurthy"),
        -262,
        preferred="Raj",
        mail="raj.krishnamurthy",
        language="ta",
    ),
    _returns("J1047", ("Inês", "Duarte"), -97, mail="ines.duarte", language="pt", fails=("returns-and-refunds",)),
    _returns("J1048", ("Oskar", "Jansons"), -820, mail="oskar.jansons", language="lv", left=-302),
    # Station Road
    _in(
        STATION,
        SHOP_MANAGER,
        "J1050",
        ("Yvonne", "Castellanos"),
        -1985,
        mail="yvonne.castellanos",
        phone="555 0150",
    ),
    _station(
        "J1051",
        ("Ewa", "Kaczmarek"),
        -1320,
        posts=(Post(COUNTER_STAFF, -1320, -331), Post(TEAM_LEADER, -330)),
        mail="ewa.kaczmarek",
        language="pl",
        pace=PROMPT,
    ),
    _station(
        "J1052", ("Róisín", "Daly"), -2300, posts=(Post(TEAM_LEADER, -2300, -335),), mail="roisin.daly", left=-335
    ),
    _station("J1053", ("Kofi", "Mensah"), -1610, mail="kofi.mensah", pace=PROMPT),
    _station("J1054", ("Elina", "Mäkinen"), -1210, mail="elina.makinen", language="fi"),
    _station("J1055", ("राज", "शर्मा"), -990, phone="555 0155", language="hi"),
    _station("J1056", ("Caoimhe", "Gallagher"), -870, mail="caoimhe.gallagher", pace=SLOW),
    _station("J1057", ("Vytautas", "Kazlauskas"), -715, mail="vytautas.kazlauskas", language="lt"),
    _station("J1058", ("Giulia", "Ferraro"), -470, mail="giulia.ferraro", language="it", pace=PROMPT),
    _station("J1059", ("Conor", "Mac Cárthaigh"), -366, phone="555 0159", language="ga", pace=PROMPT),
    _station("J1060", ("Sanne", "van den Berg"), -290, mail="sanne.vandenberg", language="nl"),
    _station("J1061", ("Aleksandra", "Petrović"), -236, mail="aleksandra.petrovic", language="sr"),
    _station("J1062", ("Malik", "Johnson"), -158, mail="malik.johnson", fails=("handling-a-complaint",)),
    _station("J1063", ("Đặng Thu", "Hà"), -78, phone="555 0163", language="vi"),
    _station("J1064", ("Fionn", "Ó Dochartaigh"), -24, mail="fionn.odochartaigh", done=4, pace=KEEN),
    _station("J1065", ("Colm", "Brady"), -1044, mail="colm.brady", left=-95),
    _counter(
        "J1066", ("Anneke", "Visser"), -1655, posts=(Post(TEAM_LEADER, -1655, -421),), mail="anneke.visser", left=-421
    ),
)
