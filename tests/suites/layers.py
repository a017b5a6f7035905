"""Who includes whom: tests/tools/layers finds nothing, and finds what it should in a folder that breaks its rules."""


def run(t):
    script = t.root / "tests/tools/layers"
    got = t.command([script], cwd=t.root)
    t.check("the sources keep to their rooms", None if got.status == 0 else got.out.decode())
    broken = {
        "src/base/low.c": ('#include "rules/rule.h"\n', "higher room"),
        "src/text/word.c": ("#include <sqlite3.h>\n", "owner"),
        "src/rules/tag.c": ('const char *t = "en";\n', "language code"),
        "src/input/utils.c": ("\n", "name"),
    }
    for path, (content, word) in broken.items():
        with t.folder() as folder:
            (folder / path).parent.mkdir(parents=True)
            (folder / path).write_text(content)
            got = t.command([script, folder])
            t.check("%s is refused" % path, None if got.status == 1 and word in got.out.decode() else str(got))
