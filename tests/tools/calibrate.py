#!/usr/bin/python3
"""calibrate.py PROGRAM SHARED [SET...]: what confidences mean. Extracts from the annotated sets (default: seeds dev authored) in
SHARED/corpus and counts, for each kind of record and each confidence given, how many records agree with the gold."""
import collections, json, os, subprocess, sys

program, shared = sys.argv[1:3]
sets = sys.argv[3:] or ["seeds", "dev", "authored"]
scorer = {"__name__": "score"}
source = open(os.path.join(shared, "score/score"), encoding="utf-8").read()
exec(compile(source.rsplit("\nmain()", 1)[0], "score", "exec"), scorer)
FLOOR = {"dates": 1, "ministers": .6}

given, right = collections.Counter(), collections.Counter()
for name in sets:
    folder = os.path.join(shared, "corpus", name)
    out = subprocess.run([os.path.join(shared, "score/run"), program, folder], stdout=subprocess.PIPE, check=True).stdout
    for line in out.decode("utf-8").split("\n"):
        if not line:
            continue
        pred = json.loads(line)
        base = os.path.splitext(os.path.basename(pred["article"]["source"]))[0]
        text = open(os.path.join(folder, "articles", base + ".txt"), encoding="utf-8", newline="").read()
        gold = json.load(open(os.path.join(folder, "gold", base + ".json"), encoding="utf-8"))
        article = scorer["Article"](text, gold, pred)
        for kind in scorer["TYPES"]:
            golds, preds = gold.get(kind) or [], pred[kind]
            found = {p for _, p in scorer["align"](golds, preds, getattr(article, "sim_" + kind), FLOOR.get(kind, 1))}
            for i, record in enumerate(preds):
                key = kind, round(record["confidence"], 2)
                given[key] += 1
                right[key] += i in found
for kind, confidence in sorted(given):
    n, r = given[kind, confidence], right[kind, confidence]
    print("%-11s given %.2f  right %.2f  (%d of %d)" % (kind, confidence, r / n, r, n))
total = sum(given.values())
print("all         given %.2f  right %.2f" % (sum(c * n for (_, c), n in given.items()) / total, sum(right.values()) / total))
