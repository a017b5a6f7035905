#!/usr/bin/env python3
"""Checks the hand-kept gazetteers of data/common: organizations, bodies, deals and people.

Usage: check_names.py [DATA-DIR]      (default: the data folder two levels above this file)

Verifies syntax, attributes, unique ids, country codes, dates, references to organisations, and the promises that
extraction relies on: no form belongs to two people, no person is a bare surname, an acronym shared by two entries asks
for a second cue. Prints one line per fault as FILE:LINE: text, then counts; exit 1 when there is a fault.
"""
import collections
import datetime
import os
import re
import sys
import unicodedata

ISO = set("""
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG
CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL
GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA
LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP
NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV
SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
EU XK""".split())

TEXT = ["name", "en", "fr", "es", "ar"]
PORTFOLIO = set("interior foreign-affairs migration labour justice security defence social-affairs development health "
                "education other".split())
KINDS = {
    "ORG": set("io agency ministry ngo".split()),
    "BODY": set("joint-body task-force process initiative mobility-scheme fund project operation strategy system network "
                "campaign partnership".split()),
    "DEAL": set("treaty agreement protocol memorandum declaration joint-statement letter-of-intent roadmap action-plan "
                "compact arrangement other".split()),
}
STATUS = set("proposed negotiating draft announced adopted initialled signed ratified in-force renewed suspended "
             "terminated rejected".split())
ATTRIBUTES = {
    "ORG": {"kind", "country", "portfolio"},
    "BODY": {"kind", "parties", "org", "since", "acronym", "cue"},
    "DEAL": {"kind", "parties", "org", "signed", "inforce", "status", "place", "acronym", "cue", "background"},
    "PERSON": {"country", "org", "office", "source"},
}
REQUIRED = {"ORG": {"kind"}, "BODY": {"kind"}, "DEAL": {"kind"}, "PERSON": {"office", "source"}}
FILES = [("organizations.names", "ORG"), ("bodies.names", "BODY"), ("deals.names", "DEAL"), ("people.names", "PERSON")]
MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")
ARABIC = str.maketrans("أإآٱةى", "ااااهي")

faults = []


def fault(where, text):
    faults.append("%s:%d: %s" % (where[0], where[1], text))


def fold(form):
    """The fold of names: no case, no accents; Arabic without vowel marks, with one alef, ha and ya."""
    kept = []
    for char in MARKS.sub("", form).translate(ARABIC):
        if "\u0600" <= char <= "\u06ff":
            kept.append(char)
        else:
            kept += [c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c)]
    return " ".join("".join(kept).lower().split())


def is_date(text):
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", text)
    if not match:
        return False
    try:
        datetime.date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return False
    return True


class Entry:
    def __init__(self, where, ident):
        self.where, self.id = where, ident
        self.forms = []       # (language, form, where)
        self.attributes = []  # (key, value, where)

    def values(self, key):
        return [value for name, value, _ in self.attributes if name == key]


def read(path, kind):
    entries, entry = [], None
    with open(path, encoding="utf-8", newline="") as stream:
        text = stream.read()
    if "\r" in text or "\t" in text:
        fault((path, 1), "tab or carriage return")
    for number, line in enumerate(text.split("\n"), 1):
        where = (path, number)
        if line != line.rstrip():
            fault(where, "space at the end of the line")
        if unicodedata.normalize("NFC", line) != line:
            fault(where, "not in Unicode form NFC")
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line.startswith(" "):
            match = re.fullmatch(r"([A-Z]+) ([a-z0-9][a-z0-9.+-]*)", line)
            if not match or match[1] != kind:
                fault(where, "expected a stanza '%s id'" % kind)
                continue
            entry = Entry(where, match[2])
            entries.append(entry)
            continue
        match = re.fullmatch(r"    ([a-z]+) +(\S.*)", line)
        if not match or entry is None:
            fault(where, "expected four spaces, a key and a value")
            continue
        key, value = match[1], match[2]
        if key in TEXT:
            for form in value.split("|"):
                if not form.strip():
                    fault(where, "empty form")
                else:
                    entry.forms.append((key, form.strip(), where))
        elif key in ATTRIBUTES[kind]:
            entry.attributes.append((key, value, where))
        else:
            fault(where, "unknown key '%s'" % key)
    return entries


def check_forms(entry):
    if not entry.forms:
        fault(entry.where, "'%s' has no name" % entry.id)
    seen = collections.defaultdict(dict)
    for language, form, where in entry.forms:
        key = fold(form)
        if len(key) < 2:
            fault(where, "form '%s' is too short" % form)
        if re.search(r"[\"“”«»\[\]{}<>]", form):
            fault(where, "form '%s' has a character that no name has" % form)
        if (language == "ar") != bool(re.search("[\u0600-\u06ff]", form)):
            fault(where, "form '%s' is in the wrong script for '%s'" % (form, language))
        for other in {language, "name"} if language != "name" else set(TEXT):
            if key in seen[other]:
                fault(where, "form '%s' twice under '%s'" % (form, entry.id))
                break
        seen[language][key] = True


def check_office(entry, value, where):
    match = re.fullmatch(r"([a-z][a-z-]*)(?: (\S*)\.\.(\S*)(?: ([A-Z][A-Z]|-))?)?", value)
    if not match:
        fault(where, "office wants an id, FROM..TO and perhaps a country")
        return
    begin, end = match[2], match[3]
    if match[4] and match[4] != "-" and match[4] not in ISO:
        fault(where, "unknown country '%s'" % match[4])
    for day in (begin, end):
        if day and not is_date(day):
            fault(where, "'%s' is no date" % day)
    if begin and end and begin[:len(end)] > end[:len(begin)]:
        fault(where, "office ends before it begins")


def check_attributes(entry, kind, organizations):
    keys = collections.Counter(key for key, _, _ in entry.attributes)
    for key in REQUIRED[kind] - set(keys):
        fault(entry.where, "'%s' has no %s" % (entry.id, key))
    for key, count in keys.items():
        if count > 1 and key != "office":
            fault(entry.where, "'%s' has %s twice" % (entry.id, key))
    for key, value, where in entry.attributes:
        if key == "kind" and value not in KINDS[kind]:
            fault(where, "unknown kind '%s'" % value)
        elif key == "portfolio" and value not in PORTFOLIO:
            fault(where, "unknown portfolio '%s'" % value)
        elif key == "status" and value not in STATUS:
            fault(where, "unknown status '%s'" % value)
        elif key == "country" and value not in ISO:
            fault(where, "unknown country '%s'" % value)
        elif key == "org":
            for name in value.split():
                if name not in organizations:
                    fault(where, "unknown organisation '%s'" % name)
        elif key in ("signed", "inforce", "since") and not is_date(value):
            fault(where, "'%s' is no date" % value)
        elif key in ("cue", "background") and value != "yes":
            fault(where, "%s is 'yes' or absent" % key)
        elif key == "office":
            check_office(entry, value, where)
        elif key == "parties":
            parties = value.split()
            if len(set(parties)) != len(parties):
                fault(where, "a party twice")
            for party in parties:
                if party not in ISO:
                    fault(where, "unknown party '%s'" % party)
        elif key == "acronym":
            forms = {form for _, form, _ in entry.forms}
            for acronym in value.split(" | "):
                if acronym not in forms:
                    fault(where, "acronym '%s' is no form of '%s'" % (acronym, entry.id))
    signed, inforce = entry.values("signed"), entry.values("inforce")
    if signed and inforce and signed[0][:4] > inforce[0][:4]:
        fault(entry.where, "in force before it was signed")


def check_people(entries):
    owner = {}
    for entry in entries:
        for _, form, where in entry.forms:
            if len(form.split()) < 2:
                fault(where, "'%s' is a bare name" % form)
            other = owner.setdefault(fold(form), entry.id)
            if other != entry.id:
                fault(where, "'%s' is also a form of '%s'" % (form, other))
        country = entry.values("country")
        prefix = entry.id.split(".")[0].upper()
        if country and prefix != country[0]:
            fault(entry.where, "id '%s' does not start with its country" % entry.id)
        if not country and not entry.values("org"):
            fault(entry.where, "'%s' has neither country nor org" % entry.id)


def check_shared(tables):
    """Forms that two bodies or agreements share must be acronyms that ask for a second cue."""
    owners = collections.defaultdict(set)
    for kind in ("BODY", "DEAL"):
        for entry in tables[kind]:
            acronyms = {a for value in entry.values("acronym") for a in value.split(" | ")}
            for language, form, where in entry.forms:
                cued = form in acronyms and bool(entry.values("cue"))
                owners[fold(form)].add((kind, entry.id, where, cued))
    for form, found in sorted(owners.items()):
        if len({(kind, ident) for kind, ident, _, _ in found}) > 1:
            for kind, ident, where, cued in sorted(found):
                if not cued:
                    fault(where, "'%s' is shared by several entries and '%s' has no cue" % (form, ident))


def main():
    data = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "data")
    tables = {}
    for name, kind in FILES:
        path = os.path.normpath(os.path.join(data, "common", name))
        tables[kind] = read(path, kind) if os.path.exists(path) else []
    organizations = {entry.id for entry in tables["ORG"]}
    for kind, entries in tables.items():
        ids = collections.Counter(entry.id for entry in entries)
        for entry in entries:
            if ids[entry.id] > 1:
                fault(entry.where, "id '%s' is used twice" % entry.id)
            check_forms(entry)
            check_attributes(entry, kind, organizations)
    check_people(tables["PERSON"])
    check_shared(tables)
    for text in faults:
        print(text)
    for kind, entries in tables.items():
        forms = collections.Counter(language for entry in entries for language, _, _ in entry.forms)
        print("%-7s %4d entries  %5d forms  (%s)" % (kind, len(entries), sum(forms.values()),
                                                     ", ".join("%s %d" % (l, forms[l]) for l in TEXT)))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
