"""Word lists for what entries state: words without content, negations, opposites, names of numbers, days."""

from __future__ import annotations

from dreamtui.engine import lexicon


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_ENGLISH = _words("""
    a an the is are was were be been being am it its it's this that these those he she they we you i his her
    their our my your me him them us and or but if so as of to in on at by for with from into onto per than
    then there here has have had having do does did doing done will would shall should can could may might
    must now currently also too still already really very quite just please correction update updated
    yet today's not no never none cannot nor neither without any anymore longer stop avoid which who
    always ever fine ok okay
""")
_GERMAN = _words("""
    der die das den dem des ein eine einen einem einer eines ist sind war waren sein hat haben wird werden
    im in am an auf aus bei mit nach von vor zu zum zur für und oder aber auch jetzt nun noch schon bitte
    er sie es wir ihr ich sein seine ihre unser nicht kein keine keinen nie niemals mehr nur
""")
_ROMANCE = _words("""
    el la los las un una unos unas es está están son de del al en con por para que y o su sus se lo le
    ya ahora no nunca jamás le les des du au aux est sont et ou dans avec pour sur ne pas plus jamais
    maintenant une
""")
_STATES = _words("""
    run runs running listens listen lives live sits stays goes go takes take costs cost needs need uses use
    used using set sets located hosted configured moved move moves changed change changes switched switch
    switches raised lowered bumped became becomes remains reports gets get got works work starts start went
    läuft liegt kostet nutzt verwendet steht corre usa cuesta vive funciona tourne utilise coûte habite
""")
"""Verbs under which one fact is told now this way, now that: "listens on port 1", "runs on port 2"."""
EMPTY_WORDS = frozenset(_ENGLISH + _GERMAN + _ROMANCE + _STATES) | lexicon.FUNCTION_WORDS
"""Words that carry no content of a statement."""

NOW = frozenset(
    _words("""
    now currently meanwhile nowadays jetzt nun inzwischen mittlerweile derzeit aktuell maintenant désormais
    actuellement ahora actualmente
""")
)
"""Adverbs that say that something was otherwise before; they are no part of what holds."""
NOW_WITHIN = _words("现在 如今 目前 現在 今は 이제 지금")
"""The same in scripts without spaces."""

ARTICLES = frozenset(
    _words("""
    a an the der die das den dem des ein eine einen einem einer eines el la los las un una unos unas le les
""")
)
LINKS = (
    NOW
    | ARTICLES
    | frozenset(
        _words("""
    and or und oder y et o ou & please bitte
""")
    )
)
"""Words that may be left out, and those between the members of a list, whose order says nothing."""
PREPOSITIONS = frozenset(
    _words("""
    in on at by during before after from since until every each for with to of im am an bei beim nach vor
    während ab seit bis jeden jede jedes mit für von zu zum zur en por para con desde hasta cada durante
    dans au aux à pour avec chaque pendant depuis sur
""")
)
"""Words with which a phrase begins that may stand in front of a sentence or behind it."""
AUXILIARIES = frozenset(_words("do does did done any anymore longer more mehr ya ne"))
"""Words that come and go with a negation."""

NEGATIONS = frozenset(
    _words("""
    not no never none cannot nor neither without avoid stop nicht ohne kein keine keinen keinem keiner
    nie niemals nunca jamás ningún ninguna pas aucun aucune não nunca nessun mai geen niet
""")
)
"""Words that turn a statement round; English contractions with n't do, too."""

NEGATIONS_WITHIN = tuple(
    (word.replace("_", " "), affirmed)
    for pair in _words("""
    不需要:需要 不允许:允许 不可以:能 不要: 不能:能 不用: 不再: 不会: 不可: 没有:有 禁止:允许 不: 没: 勿:
    ではありません: ではない: じゃない: してはいけない: しない: ません: なし: ない:
    하지_마세요: 하지_마: 하지_말: 지_않습니다: 지_않는다: 지_않는: 지_않다: 지_않: 않는: 않음: 없는: 없음:
    금지: 못: 禁用:启用 关闭:开启 無効:有効 비활성:활성
""")
    for word, _, affirmed in [pair.partition(":")]
)
"""The same in scripts without spaces, longest first in each, and what is left of the affirmation."""

EMPTY_WITHIN = tuple(
    (word, plain)
    for pair in _words("""
    现在: 已经: 目前: 改为: 改成: 改用: 改到: 变成: 更新为: 是: 为: 了: 需要: 允许: 可以:能
    現在: 今は: になりました: になった: に変更: です: ます: 이제: 지금: 입니다: 이다:
""")
    for word, _, plain in [pair.partition(":")]
)
"""Words without content in scripts without spaces, what says that something has changed, and modal verbs;
with the one word that stands for several."""

_OPPOSITES = """
    disabled:enabled disable:enable deactivated:activated inactive:active off:on closed:open close:open
    forbidden:allowed forbid:allow prohibited:allowed denied:allowed deny:allow blocked:allowed block:allow
    rejects:accepts reject:accept dislikes:likes dislike:like hates:likes hate:like private:public
    false:true optional:required unsupported:supported unavailable:available insecure:secure
    deaktiviert:aktiviert ausgeschaltet:eingeschaltet verboten:erlaubt geschlossen:offen
    desactivado:activado apagado:encendido prohibido:permitido cerrado:abierto
    désactivé:activé éteint:allumé interdit:autorisé fermé:ouvert
"""
OPPOSITES = dict(pair.split(":") for pair in _OPPOSITES.split())
"""A word to the word whose opposite it is."""

IDENTIFIED = frozenset(
    _words("""
    invoice ticket order item issue pr bug case entry number no nr id code rule step chapter part
    page section deploy deployment build release job task exam exercise lesson episode season room gate
    platform seat flight train bus line route item invoices run attempt sprint phase level round question row
    rechnung auftrag aktenzeichen nummer regel schritt kapitel seite zimmer gleis flug zug linie
    factura pedido número regla paso capítulo página habitación vuelo tren línea
    facture commande numéro règle étape chapitre chambre vol ligne camera sensor server host node disk
    apartment floor shelf box vlan-id pull
""")
)
"""Words whose number is a name: invoice 7 and invoice 8 are two things, port 7 and port 8 two values."""

USING = frozenset(_words("use uses using require requires need needs verwende verwendet nutzt usa utilise"))
"""Verbs after which such a number is a value again: "use Node 18"."""

PREDICATES = frozenset(
    _words("""
    is are was were has had have needs takes holds runs goes belongs at in on of by ist sind hat hält liegt
    steht im am es está tiene está est se
""")
)
"""Words after which a number before them names what is spoken of: "table 7 is", "locker 9 belongs"."""

IDENTIFIED_WITHIN = frozenset("室楼房章期集页頁第号課条項")
"""The same where words are not parted: the character before the number."""

WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon montag lunes lundi",
            "tuesday tue tues dienstag martes mardi",
            "wednesday wed mittwoch miércoles mercredi",
            "thursday thu thurs donnerstag jueves jeudi",
            "friday fri freitag viernes vendredi",
            "saturday samstag sonnabend sábado samedi",
            "sunday sonntag domingo dimanche",
        )
    )
    for name in names.split()
}
"""Names of weekdays in lower case, Monday 0."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar enero janvier",
            "february feb februar febrero février",
            "march mar märz marzo mars",
            "april apr abril avril",
            "may mai mayo",
            "june jun juni junio juin",
            "july jul juli julio juillet",
            "august aug agosto août",
            "september sep sept septiembre septembre",
            "october oct oktober okt octubre octobre",
            "november nov noviembre novembre",
            "december dec dezember dez diciembre décembre",
        ),
        1,
    )
    for name in names.split()
}
"""Names of months in lower case, January 1."""

ATTRIBUTES = frozenset(
    _words("""
    editor browser timezone zone email e-mail phone address birthday manager boss name nickname title role
    team employer job language shell theme city host hostname url branch database provider bank doctor dentist
    school car laptop plan deadline partner drink font owner lead reviewer endpoint region model backend
    maintainer landlord standort adresse geburtstag sprache zeitzone correo dirección cumpleaños idioma
    adresse anniversaire langue fuseau
""")
)
"""Nouns of which somebody or something has one at a time."""

TIME_WORDS = frozenset(
    _words("""
    today tonight tomorrow week weekend today's heute morgen woche hoy semana demain aujourd'hui semaine ce
""")
    + tuple(WEEKDAYS)
    + tuple(MONTHS)
)
"""Words of which one stands in every English text that names a day without a date in digits."""

GIVING = frozenset(_words("is are was to on at ist sind war auf am um es son est sont está a à au le el"))
"""Words before a value of one thing, told in two ways: "is June 1", "moved to July 15"."""

OCCASIONS = frozenset(
    _words("""
    met ran sent bought ordered paid received reviewed tried visited tested read wrote cooked ate drank drove
    walked watched slept spent called attended interviewed traf kaufte bezahlte schickte compró pagó envió
""")
)
"""What was done once, and may be done again with other numbers: neither time takes the other back."""

LANGUAGES = frozenset(
    _words("""
    english german french spanish italian portuguese dutch chinese japanese korean russian polish
    deutsch englisch französisch spanisch italienisch anglais allemand français espagnol inglés alemán francés
    español
""")
)
"""What a text may be in, which is no place."""

WHEREABOUTS = frozenset(
    _words("at in on under behind near from to with for by off out up down open closed not")
)
"""Words that tell where or how something is, not what it is."""
