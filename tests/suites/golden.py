"""The project's own example articles: tests/golden/articles/NAME.txt gives tests/golden/records/NAME.json, with the
extra options of NAME.args beside that. tests/golden/formats has one file or more of each kind of input that is read; all its
articles, with their text, and what is said of it are in tests/golden/records/formats. Each span must be in the text that
--with-text gives, and that text alone must give the same records.

What the golden files cannot hold steady is left out of them (the engine's version and hash). Every output is also held against
data/schema/*.json by a JSON Schema validator, and against what RECORDS promise and no schema can say: offsets are right, ids
resolve, lists are sorted. `make golden-update` rewrites the golden files; read the difference before committing it."""
import json, shlex

KINDS = ["meetings", "ministers", "dates", "programs", "agreements"]


def run(t):
    folder = t.root / "tests/golden/articles"
    validate = validators(t)
    for path in sorted(folder.glob("*.txt")):
        options = t.root / "tests/golden/records" / (path.stem + ".args")
        extra = shlex.split(options.read_text(encoding="utf-8"), comments=True) if options.exists() else []
        got = t.migcoop("extract", "-q", *extra, path.name, cwd=folder)
        if got.status != 0 or got.err:
            t.check(path.stem + " is extracted", str(got))
            continue
        article = json.loads(got.out)
        golden = t.root / "tests/golden/records" / (path.stem + ".json")
        text = dump(article)
        if t.update:
            golden.write_text(text, encoding="utf-8")
        t.check(path.stem, difference(golden.read_text(encoding="utf-8") if golden.exists() else "", text))
        t.check(path.stem + " keeps to the article schema", validate["article"](article))
        flat = t.migcoop("extract", "-q", "--records", "--all", *extra, path.name, cwd=folder)
        records = [json.loads(line) for line in flat.out.splitlines()]
        wrong = next((p for p in map(validate["record"], records) if p), None)
        t.check(path.stem + " keeps to the record schema", wrong or counts(article, records))
        t.check(path.stem + " is consistent", consistent(article, path.read_bytes().decode("utf-8")))
    for path in sorted((t.root / "tests/golden/formats").iterdir()):
        of_format(t, path, validate["article"])


def of_format(t, path, validate):
    got = t.migcoop("extract", "--with-text", path.name, cwd=path.parent)
    articles = [json.loads(line) for line in got.out.splitlines()]
    golden = t.root / "tests/golden/records/formats" / (path.name + ".json")
    text = "".join(map(dump, articles)) + got.err.decode("utf-8")
    if t.update:
        golden.write_text(text, encoding="utf-8")
    t.check(path.name, difference(golden.read_text(encoding="utf-8") if golden.exists() else "", text) if articles else str(got))
    problem = None
    for article in articles:
        problem = problem or validate(article) or consistent(article, article["article"]["text"]) or same_as_text(t, article)
    t.check(path.name + " is consistent, and the same as plain text", problem)


def same_as_text(t, article):
    """None, or what differs in the records of the article's text alone."""
    options = ["--from", "text", "--lang", article["article"]["language"]]
    if article["article"]["published"]:
        options += ["--published", article["article"]["published"]]
    plain = json.loads(t.migcoop("extract", *options, "-", stdin=article["article"]["text"].encode("utf-8")).out)
    for kind in KINDS:
        if plain[kind] != article[kind]:
            return "%s:\n%s" % (kind, difference(dump({kind: article[kind]}), dump({kind: plain[kind]})))
    return None


def references(schema, by_id):
    """How a validator finds one schema from the other: by way of `referencing`, or before jsonschema 4.18 of its own resolver."""
    try:
        from referencing import Registry, Resource
    except ImportError:
        from jsonschema import RefResolver
        return {"resolver": RefResolver.from_schema(schema, store=by_id)}
    return {"registry": Registry().with_resources((i, Resource.from_contents(s)) for i, s in by_id.items())}


def dump(article):
    return json.dumps({**article, "engine": "*"}, ensure_ascii=False, indent=1) + "\n"


def difference(golden, text):
    if golden == text:
        return None
    if not golden:
        return "it has no golden file: make golden-update"
    import difflib
    return "\n".join(difflib.unified_diff(golden.splitlines(), text.splitlines(), "golden", "now", "", "", 2, ""))


def validators(t):
    """For "article" and "record" a function from an object to None or what the schema has against it."""
    from jsonschema import Draft202012Validator
    schemas = {p.name.split(".")[0]: json.loads(p.read_text(encoding="utf-8")) for p in sorted((t.data / "schema").glob("*.json"))}

    def validator(schema):
        Draft202012Validator.check_schema(schema)
        v = Draft202012Validator(schema, **references(schema, {s["$id"]: s for s in schemas.values()}))

        def told(value):
            errors = sorted(v.iter_errors(value), key=lambda e: -len(e.absolute_path))  # the deepest say most
            return "\n".join("%s: %s" % ("/".join(map(str, e.absolute_path)), e.message[:300]) for e in errors[:4]) or None
        return told

    return {name: validator(schemas[name]) for name in ("article", "record")}


def counts(article, records):
    for kind in KINDS:
        flat = sum(r["record"] == kind[:-1] for r in records)
        if flat != len(article[kind]):
            return "%d %s in the article's object, %d in the flat form" % (len(article[kind]), kind, flat)
    return None


def walk(value):
    yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from walk(part)


def consistent(article, text):
    """None, or what about the object does not hold together."""
    if article["article"]["characters"] != len(text):
        return "%d characters instead of %d" % (article["article"]["characters"], len(text))
    ids = {k: [r["id"] for r in article[k]] for k in KINDS}
    for kind, letter in zip(KINDS, "mpdga"):
        if ids[kind] != ["%s%d" % (letter, n + 1) for n in range(len(ids[kind]))]:
            return "ids of %s: %s" % (kind, ids[kind])
    known = {i for k in KINDS for i in ids[k]} | {None}
    for value in walk([article[k] for k in KINDS]):
        if not isinstance(value, dict):
            continue
        if "text" in value and "start" in value and text[value["start"]:value["end"]] != value["text"]:
            return "%d-%d is not %r" % (value["start"], value["end"], value["text"])
        for key in ("minister", "meeting", "part_of", "body"):
            if key in value and value[key] not in known:
                return "%s refers to %s, which is not there" % (key, value[key])
        if not {d for d in value.get("dates", ()) if isinstance(d, str)} <= known:
            return "dates refers to %s" % value["dates"]
        for key in ("countries", "topics"):
            if key in value and value[key] != sorted(value[key]):
                return "%s not sorted: %s" % (key, value[key])
        if "confidence" in value and not 0 <= value["confidence"] <= 1:
            return "confidence %s" % value["confidence"]
    for kind in KINDS:
        for record in article[kind]:
            if not record.get("evidence", True):
                return "%s has no evidence" % record["id"]
    return None
