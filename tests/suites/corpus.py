"""Articles that are not the project's own, where a scored corpus stands beside it (../shared): extraction from them keeps to the
least scores below, and the project's examples are its own. Without one there is nothing to test. MIG_ENFORCE=0 only tells of a low
score."""
import json, os, re

FEW = 20        # records: too few to say what a confidence means
SLACK = .07     # by which the share of right records may miss the confidence given
LEAST = {"seeds": {"record F1": .90, "slot F1": .85}}
ENFORCE = os.environ.get("MIG_ENFORCE", "1") == "1"
TOLD = ["dev", "authored"]  # scores shown without a bound


def run(t):
    shared = t.root.parent / "shared"
    if not (shared / "score/run").exists():
        return
    for name in [*LEAST, *TOLD]:
        corpus = shared / "corpus" / name
        got = t.command([shared / "score/run", t.program, corpus], seconds=120)
        if got.status != 0:
            t.check(name + " is extracted", str(got))
            continue
        with t.folder() as folder:
            (folder / "out.ndjson").write_bytes(got.out)
            score = t.command([shared / "score/score", corpus, folder / "out.ndjson", "--json"], seconds=120)
        if score.status != 0:
            t.check(name + " is scored", str(score))
            continue
        scored = json.loads(score.out)
        bad, total = scored["bad_offsets"], scored["groups"].get("all", {})
        t.check(name + " has right offsets", "%d spans are not what they say" % bad if bad else None)
        figures = {"record F1": total.get("record_f1"), "slot F1": total.get("slot_f1")}
        t.note("%s: %s" % (name, "  ".join("%s %.3f" % (k, v) for k, v in figures.items() if v is not None)))
        for measure, least in LEAST.get(name, {}).items():
            value = figures[measure] or 0
            low = None if value >= least else "%.3f, at least %.2f is asked" % (value, least)
            if low and not ENFORCE:
                t.note("%s %s: %s" % (name, measure, low))
            else:
                t.check("%s %s" % (name, measure), low)
    calibrate(t, shared)
    own_words(t, shared)


def calibrate(t, shared):
    """Confidences mean what data/README.md says."""
    got = t.command(["python3", t.root / "tests/tools/calibrate.py", t.program, shared], seconds=300)
    off = [line for line in got.out.decode("utf-8").split("\n") if line and not holds(line)]
    t.check("confidences are what is right", str(got) if got.status else "\n".join(off) or None)


def holds(line):
    words = line.replace("(", "").replace(")", "").split()
    given, right = float(words[2]), float(words[4])
    return (len(words) > 5 and int(words[7]) < FEW) or right >= given - SLACK


RUN = 7  # words in a row that nobody writes twice


def runs(text):
    words = [word.lower() for word in re.findall(r"[^\W_]+", text)]
    return {tuple(words[i:i + RUN]) for i in range(len(words) - RUN + 1)}


def own_words(t, shared):
    """No example of a rule and no example article repeats other people's sentences."""
    theirs = set()
    for path in shared.glob("corpus/*/articles/*.txt"):
        if path.parts[-3] != "blind":
            theirs |= runs(path.read_text(encoding="utf-8", errors="replace"))
    pages = [*t.root.glob("data/*/*.rules"), *t.root.glob("tests/golden/articles/*.txt"), t.root / "README.md", t.root / "data/README.md"]
    repeated = ["%s:%d: %s" % (path.relative_to(t.root), number, line.strip()) for path in sorted(pages)
                for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").split("\n"), 1) if runs(line) & theirs]
    t.check("examples are the project's own words", "\n".join(repeated) or None)
