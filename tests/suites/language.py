"""A language needs no C: a data folder is made of the common data and tests/language/qto, an invented language, and the program reads,
checks, explains, lists and guesses it like any other."""
import json, shutil


def toy_data(data, folder, small=False):
    """Makes the data folder and returns it. small leaves out the common names."""
    folder.mkdir(parents=True)
    shutil.copy(data / "schema.conf", folder)
    if small:
        (folder / "common").mkdir()
    else:
        shutil.copytree(data / "common", folder / "common")
    shutil.copytree(data.parent / "tests/language/qto", folder / "qto")
    return folder


def run(t):
    article = t.root / "tests/language/article.txt"
    for small in (True, False):
        with t.folder() as folder:
            data = toy_data(t.data, folder / "data", small)
            what = "alone" if small else "with the common names"
            got = t.migcoop("check", "--data", data)
            t.check("its rules pass their examples, " + what, None if got.status == 0 else str(got))
            got = t.migcoop("extract", "--data", data, article)
            t.check("an article gives all five kinds, " + what, str(got) if got.status else wrong(json.loads(got.out)))
    with t.folder() as folder:
        data = toy_data(t.data, folder / "data")
        for args, word in ((["list", "languages"], b"qto"), (["list", "rules"], b"qto/minister"), (["explain", article], b"semara")):
            got = t.migcoop(args[0], "--data", data, *args[1:])
            t.check("migcoop %s shows it" % " ".join(map(str, args[:2])), None if got.status == 0 and word in got.out else str(got))
        # Beside the other languages it is guessed from the article alone.
        for language in t.data.glob("*/language.conf"):
            shutil.copytree(language.parent, data / language.parent.name)
        got = t.migcoop("extract", "--data", data, article)
        guessed = json.loads(got.out)["article"]["language"] if got.status == 0 else None
        t.check("it is guessed among the others", None if guessed == "qto" else str(got))


def wrong(found):
    """None, or what is not as it must be in the article's object."""
    wanted = {
        "language": (found["article"]["language"], "qto"),
        "ministers": ([(m["name"], m["rank"], m["portfolio"], m["country"]) for m in found["ministers"]],
                      [("Ilma Torani", "minister", "interior", "ES"), ("Beno Kusta", "minister", "foreign-affairs", "MA")]),
        "meetings": ([(m["kind"], m["status"], m["date"] and m["date"]["value"], m["place"], m["countries"]) for m in found["meetings"]],
                     [("ministerial", "held", "2024-05-06", {"city": "Madridu", "country": "ES", "geonames": "3117735"}, ["ES", "MA"])]),
        "dates": ([d["value"] for d in found["dates"]], ["2024-05-06", "2024-05-07"]),
        "programs": ([(p["name"], p["kind"]) for p in found["programs"]], [("Groma Migratora", "joint-body")]),
        "agreements": ([(a["kind"], a["status"], a["parties"]) for a in found["agreements"]], [("agreement", "signed", ["ES", "MA"])]),
    }
    return "\n".join("%s: %s instead of %s" % (k, is_, want) for k, (is_, want) in wanted.items() if is_ != want) or None
