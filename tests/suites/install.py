"""`make install`: the installed program finds its data from anywhere, the library links by pkg-config, statically too, and shows
no names but its own; `make uninstall` takes everything away."""
import os, re, shutil

PROGRAM = """
#include <migcoop.h>
#include <stdio.h>
int main(int argc, char **argv)
{
    struct mig_engine *engine;
    struct mig_error error;
    (void)argc;
    if (mig_engine_open(argv[1], &engine, &error) != MIG_OK) {
        fprintf(stderr, "%s:%u:%u: %s\\n", error.file, error.line, error.column, error.message);
        return 1;
    }
    puts(mig_engine_version(engine));
    mig_engine_close(engine);
    return 0;
}
"""


def run(t):
    for name in ("libmigcoop.so", "libmigcoop.a"):
        flag = "-D" if name.endswith("so") else "-g"
        names = t.command("nm %s --defined-only %s | awk 'NF == 3 {print $3}'" % (flag, t.build / name)).out.decode().split()
        odd = [n for n in names if not n.startswith("mig_") and not n.startswith(("__asan", "__odr_asan", "__ubsan", "_init", "_fini"))]
        t.check("%s shows public names only" % name, "none at all" if not names else "also %s" % odd[:5] if odd else None)
    declared = re.findall(r"\b(mig_\w+)\(", re.sub(r"/\*.*?\*/", "", (t.root / "include/migcoop.h").read_text(), flags=re.S))
    absent = set(declared) - set(t.command("nm -D --defined-only %s" % (t.build / "libmigcoop.so")).out.decode().split())
    t.check("all that migcoop.h declares is there", "absent: %s" % sorted(absent) if absent else None)
    if t.sanitized:
        return
    with t.folder() as folder:
        make = "make -s -C %s B=%s PREFIX=/usr DESTDIR=%s" % (t.root, t.build, folder)
        # The objects keep the flags they have: only the files are copied.
        got = t.command(make + " install -o all -o %s" % (t.build / "flags"))
        t.check("make install", None if got.status == 0 else str(got))
        usr = folder / "usr"
        env = {"MIGCOOP_DATA": "", "PATH": "%s:/usr/bin:/bin" % (usr / "bin"), "PKG_CONFIG_SYSROOT_DIR": str(folder),
               "PKG_CONFIG_PATH": str(usr / "lib/pkgconfig"), "LD_LIBRARY_PATH": str(usr / "lib")}
        got = t.command("unset MIGCOOP_DATA; migcoop list languages", cwd="/", env=env)
        t.check("the installed program finds its data", None if got.status == 0 and got.out else str(got))
        moved = folder / "elsewhere"
        shutil.move(str(usr), moved)
        env_moved = {**env, "PATH": "%s:/usr/bin:/bin" % (moved / "bin")}
        got = t.command("unset MIGCOOP_DATA; migcoop list languages", cwd="/", env=env_moved)
        t.check("also after the tree was moved", None if got.status == 0 and got.out else str(got))
        shutil.move(str(moved), usr)
        (folder / "p.c").write_text(PROGRAM)
        build = "${CC:-cc} -std=c11 -Wall -Wextra -Wpedantic -Werror p.c -o p $(pkg-config %s)"
        for how, flags in (("shared", "--cflags --libs migcoop"), ("static", "--static --cflags --libs migcoop")):
            if how == "static":
                (usr / "lib/libmigcoop.so").unlink()
            got = t.command("%s && ./p %s" % (build % flags, usr / "share/migcoop"), cwd=folder, env=env)
            t.check("a program links the %s library by pkg-config" % how, None if got.status == 0 and b"+" in got.out else str(got))
        got = t.command("%s uninstall" % make)
        left = [os.path.join(d, f) for d, _, files in os.walk(usr) for f in files]
        t.check("make uninstall leaves nothing", str(got) if got.status else "left: %s" % left if left else None)
