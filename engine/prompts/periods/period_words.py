"""Words for years, decades and eras in a prompt: "1994", "late 60s", "early nineties", "80er Jahre", "post-war"."""

import re

from matinee.engine.prompts.words.phrase_patterns import whole_words

FIRST, LAST = 1880, 2100
"""Limits of release years."""
DECADES = {
    "twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960, "seventies": 1970,
    "eighties": 1980, "nineties": 1990, "noughties": 2000, "naughties": 2000, "aughts": 2000, "oughts": 2000,
    "two thousands": 2000,
    "ninties": 1990, "ninetees": 1990, "eightys": 1980, "eightees": 1980, "seventys": 1970, "sixtys": 1960,
    "zwanziger": 1920, "dreissiger": 1930, "dreißiger": 1930, "vierziger": 1940, "funfziger": 1950, "fuenfziger": 1950,
    "sechziger": 1960, "siebziger": 1970, "achtziger": 1980, "neunziger": 1990,
}  # fmt: skip
"""Names of decades that need no other word."""
TENS = {
    "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "soixante dix": 70,
    "quatre vingt": 80, "quatre vingts": 80, "quatre vingt dix": 90,
    "veinte": 20, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80,
    "noventa": 90,
    "venti": 20, "trenta": 30, "quaranta": 40, "cinquanta": 50, "sessanta": 60, "settanta": 70, "ottanta": 80,
    "novanta": 90,
    "vinte": 20, "trinta": 30, "quarenta": 40, "cinquenta": 50, "oitenta": 80,
}  # fmt: skip
"""Numbers that name a decade after the word for years: "années soixante", "años ochenta", "anni settanta"."""
PARTS = {
    "early to mid": (0, 6), "mid to late": (3, 9), "mid and late": (3, 9), "early and mid": (0, 6),
    "early": (0, 4), "mid": (3, 6), "middle": (3, 6), "late": (5, 9), "start": (0, 2), "beginning": (0, 2),
    "end": (7, 9), "tail end": (7, 9), "first half": (0, 4), "second half": (5, 9), "1st half": (0, 4),
    "2nd half": (5, 9), "latter half": (5, 9), "last half": (5, 9),
    "anfang": (0, 2), "mitte": (3, 6), "ende": (7, 9), "fruhe": (0, 4), "spate": (5, 9), "debut des": (0, 2),
    "milieu": (3, 6), "fin": (7, 9), "principios": (0, 2), "mediados": (3, 6), "finales": (7, 9), "inizio": (0, 2),
    "meta degli": (3, 6), "fine degli": (7, 9), "inicio": (0, 2), "meados": (3, 6), "fim": (7, 9),
}  # fmt: skip
"""Part of a decade → its first and last year, counted from the first year of the decade."""
WAR_2, WAR_1 = r"(?:world war (?:ii|2|two)|ww ?2|wwii|second world war)", r"(?:world war (?:i|1|one)|ww ?1|wwi)"
ERAS = {
    "silent (?:era|films?|movies?|cinema)": (FIRST, 1930), "black and white": (FIRST, 1967),
    "(?:hollywood s? ?)?golden age(?: of hollywood| of film| of cinema)?": (1927, 1965),
    "(?:old|classic) hollywood": (1927, 1965), "before colou?r(?: films?| movies?| tv)?": (FIRST, 1938),
    "(?:the )?olden (?:days|times)": (FIRST, 1959), "pre code": (1929, 1934),
    "new hollywood": (1967, 1982),
    rf"pre {WAR_1}": (FIRST, 1913), rf"pre ?war|pre {WAR_2}": (FIRST, 1938),
    rf"(?:(?:made|from|shot|released) )?before (?:the war|(?:the )?{WAR_2})": (FIRST, 1938),
    rf"(?:made|from|shot|released) (?:during|in) (?:the war|(?:the )?{WAR_2})": (1939, 1945),
    "inter ?war|between the (?:two )?(?:world )?wars": (1919, 1938), rf"post ?war|post {WAR_2}": (1945, 1960),
    "mid ?century|(?:mid|middle of the) (?:20th|twentieth|last) century": (1945, 1960),
    "early (?:20th|twentieth|last) century": (FIRST, 1933), "late (?:20th|twentieth|last) century": (1967, 1999),
    "(?:this|the current|the new|21st|twenty first) century": (2000, LAST),
    "(?:last|previous|20th|twentieth) century": (FIRST, 1999),
    "(?:since|after) the turn of the (?:century|millenn?ium)": (2000, LAST),
    "before the turn of the (?:century|millenn?ium)": (FIRST, 1999),
    "turn of the (?:century|millenn?ium|21st century)|around the millenn?ium|y2k": (1998, 2002),
    "(?:from|of|at) the millenn?ium|(?:the )?millenn?ium (?:films?|movies?|years|era)": (1998, 2002),
    "(?:this|the current|(?:the )?new|third|since the|after the) millenn?ium": (2000, LAST),
    "(?:last|previous|second|before the) millenn?ium": (FIRST, 1999),
}  # fmt: skip
"""Expression → years; an earlier one wins. "The turn of the century" is that of 2000: few films are from 1900."""

YEAR = r"(?:18|19|20)\d\d"
TEN = r"(?:(?:(?:18|19|20)\d|\d)0)"
TENS_WORDS = "|".join(sorted(TENS, key=len, reverse=True))
DECADE = (
    rf"(?:{TEN}(?: ?s|ies|ties|ern?(?: jahren?)?)|(?:nineteen )?(?:{'|'.join(DECADES)})n?(?: jahren?)?"
    rf"|(?:annees|anos|anni|jahren?|decada(?: de| dos)?|los)(?: de)?(?: los)? (?:{TEN}|{TENS_WORDS}))"
)
ARTICLE = r"(?:(?:the|der|die|den|les|des|los|las|el|gli|il|os) )?(?:decade of the )?"
PART = rf"(?:(?:{'|'.join(PARTS)})(?: part)?(?: of| der| des| de| degli| dos| to)?(?: -)? )"
NICKNAME = r"(?:(?:swinging|roaring|psychedelic) )?"
PERIOD = rf"(?:{ARTICLE}{PART}?{ARTICLE}(?:{NICKNAME}{DECADE}|(?:(?:years?|jahr|annee|ano|anno) (?:of )?)?{YEAR}))"
MADE = (
    r"(?:(?:that |which |it |was |were |is |are |has |have |been )*"
    r"(?:made|released|shot|filmed|produced|came out|come out|comes out|coming out|dating) )?"
)
ERA = rf"(?:{'|'.join(ERAS)})"
NO = "no|not|nothing|none|never|nichts|nicht|nada|niente|pas"
"""Alternatives of an expression for a negation: "nothing before 1980" means from 1980 on."""


def parse_period(words: str) -> tuple[int, int]:
    """First and last year of a match of ``PERIOD``: "1994", "the 90s", "late nineties", "anni 70"."""
    first, last = parse_years(words)
    part = re.search(rf"(?<!\w)({'|'.join(PARTS)})(?!\w)", words)
    if part is None or first == last:
        return first, last
    start, end = PARTS[part[1]]
    return first + start, first + end


def parse_years(words: str) -> tuple[int, int]:
    """First and last year of a year or a whole decade: "1994", "year 1994", "1990s", "90s", "nineties", "anos 90"."""
    digits = re.search(r"\d{2,}", words)
    if digits is not None:
        first = full_year(int(digits[0]))
    elif named := re.search("|".join(DECADES), words):
        first = DECADES[named[0]]
    else:
        first = full_year(max(TENS[found] for found in re.findall(TENS_WORDS, words)))
    return first, first + (9 if re.search(rf"(?:^| ){DECADE}$", words) else 0)


def full_year(number: int) -> int:
    """The year of a number with two digits: 68 → 1968, 10 → 2010; other numbers are unchanged."""
    return number if number >= 100 else number + (1900 if number >= 20 else 2000)


def parse_era(words: str) -> tuple[int, int]:
    """First and last year of a match of ``ERA``."""
    return next(years for pattern, years in ERAS.items() if re.fullmatch(pattern, words))


EACH_PERIOD = whole_words(PERIOD)


def enclose_periods(words: str) -> tuple[int, int]:
    """First and last year of everything from the earliest to the latest period in a text."""
    periods = [parse_period(match[0]) for match in EACH_PERIOD.finditer(f" {words} ")]
    return min(first for first, _ in periods), max(last for _, last in periods)
