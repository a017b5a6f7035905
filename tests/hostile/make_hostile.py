#!/usr/bin/python3
"""make_hostile.py FOLDER: writes the hostile inputs, one file each, into FOLDER."""
import bz2, gzip, io, lzma, os, random, sys, tarfile, zipfile
from pathlib import Path

SENTENCE = "Spanish Interior Minister Fernando Grande-Marlaska met his Moroccan counterpart Abdelouafi Laftit in Rabat on 6 May 2024."


def plain():
    """name: bytes, for those that are files of moderate size."""
    line = SENTENCE.encode()
    arabic = "التقى وزير الداخلية المغربي عبد الوافي لفتيت نظيره الإسباني فرناندو غراندي مارلاسكا في الرباط.".encode()
    yield "empty.txt", b""
    yield "blank.txt", b"\n \t\n\r\n"
    yield "bom-only.txt", b"\xef\xbb\xbf"
    yield "one-byte.txt", b"."
    yield "invalid.txt", line + b"\n\nThe \xff\xfe\x80 minister \xc3 said \xed\xa0\x80 so \xf4\x90\x80\x80.\n"
    yield "overlong.txt", line + b"\n\n\xc0\xaf\xe0\x80\xaf\xf0\x80\x80\xaf\n"
    yield "nul.txt", line + b"\n\nA nul \x00 in\x00side.\n"
    yield "forged.txt", line + "\n\nForged \ue000\ue001\uf8ff \U000f0000\U0010fffd symbols.\n".encode()
    yield "cut.txt", arabic[:-3]
    yield "controls.txt", line + b"\n\n" + bytes(range(1, 32)) + b"\x7f\n"
    yield "directions.txt", "\u202eRabat\u202c \u2066met\u2069 \u200f\u200e\ufeff\u200b\u200d.\n".encode() + arabic
    yield "marks.txt", line + b"\n\ne" + "\u0301".encode() * 50000 + b"\n"
    yield "crlf.txt", line + b"\r\n\r\n" + line + b"\r\n"
    yield "cr-only.txt", line + b"\r\r" + line
    yield "utf16.txt", ("\ufeff" + SENTENCE).encode("utf-16-le")
    yield "utf16-odd.txt", ("\ufeff" + SENTENCE).encode("utf-16-be") + b"\xd8"
    yield "nested.txt", line + b"\n\n" + b"(" * 100000 + b"met" + b")" * 100000 + b"\n"
    yield "nested-mixed.txt", b"[({\xc2\xab" * 25000 + line
    yield "long-sentence.txt", b" ".join([b"minister", b"met", b"Rabat", b"and"] * 5000) + b".\n"
    yield "long-names.txt", b", ".join([b"Fernando Grande-Marlaska"] * 4000) + b" met.\n"
    yield "long-word.txt", b"x" * 1000000 + b" " + line
    yield "long-number.txt", b"On " + b"9" * 200000 + b" May 2024 and 99999999999999/99999999/9999999 they met.\n"
    yield "dates.txt", b"0 May 0000, 32 May 2024, 30 February 2023, 29 February 1900, 00/00/0000, week 99, 2024-13-45, 25:61.\n" * 50
    yield "punctuation.txt", b"...!!!???;;;,,,---'''\"\"\"" * 5000
    yield "clitics.txt", ("و" * 20000 + " " + "وبالفلكس" * 5000 + " " + "ـ" * 20000).encode()
    yield "lines.txt", b"a\n" * 200000
    yield "mixed.txt", (line + b" " + arabic + b"\n") * 50


def binary():
    yield "picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(random.Random(1).randrange(256) for _ in range(5000))
    yield "program.txt", b"\x7fELF\x02\x01\x01" + b"\x00" * 4000
    yield "archive.txt", b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + bytes(random.Random(2).randrange(256) for _ in range(3000))


def containers():
    """Pages, feeds, JSON, archives: name, bytes, the exit codes allowed."""
    line, page = SENTENCE.encode(), b"<!DOCTYPE html><title>Talks</title>"
    rss = b"<?xml version='1.0'?>%s<rss version='2.0'><channel><item><title>Talks</title><description>%s</description></item></channel></rss>"
    yield "deep.html", page + b"<div>" * 200000 + line, (0,)
    yield "deep-ends.html", page + b"<div>" * 50000 + line + b"</b>" * 50000, (0, 4)
    yield "tags.html", page + b"<p>" * 1000000 + line, (0,)
    yield "attributes.html", page + b"<p " + b"a=b " * 100000 + b">" + line, (0,)
    yield "entities.html", page + b"<p>" + line + b"&amp;&#0;&#xE000;&#x110000;&bogus;&lt;" * 20000, (0,)
    yield "script.html", page + b"<p>" + line + b"<script>var a = '<p>", (0,)
    yield "comment.html", page + b"<p>" + line + b"<!-- " + b"- " * 100000, (0,)
    yield "metadata.html", page + b"<script type='application/ld+json'>" + b"[{\"a\":" * 10000 + b"</script><p>" + line, (0,)
    laughs = b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    yield "laughs.xml", rss % (b"<!DOCTYPE rss [<!ENTITY a0 'ha'>" + laughs + b"]>", b"&a11; " + line), (0, 4)
    flood = b"<!DOCTYPE rss [<!ENTITY a '" + b"ha" * 50000 + b"'>]>"
    yield "flood.xml", rss % (flood, b"&a;" * 100000 + line), (0, 4)
    yield "flood.html", flood.replace(b"rss", b"html") + b"<p>" + line + b"&a;&#x41;&notin;&ampamp;" * 200000, (0,)
    yield "attributes.xml", rss % (b"", b"<a " + b" ".join(b"a%d='x'" % n for n in range(50000)) + b"/>" + line), (0, 4)
    yield "deep.xml", rss % (b"", b"<b>" * 100000), (0, 4)
    yield "cut.xml", (rss % (b"", line))[:-40], (0, 4)
    yield "deep.json", b"[{\"a\":" * 100000, (4,)
    yield "deep-value.json", b"{\"text\": \"One.\", \"a\": " + b"[" * 100000 + b"]" * 100000 + b"}", (4,)
    yield "cut.json", b"[{\"text\": \"" + line, (4,)
    yield "lengths.warc", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999999999999\r\n\r\n" + line, (0, 4)
    for name, length in (("none", b""), ("negative", b"-1"), ("zero", b"0"), ("short", b"5"), ("long", b"%d" % (len(line) + 40))):
        record = b"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: x\r\nContent-Type: text/plain\r\n%s\r\n" + line + b"\r\n\r\n"
        yield name + ".warc", record % (b"Content-Length: %s\r\n" % length) + record % (b"Content-Length: %d\r\n" % len(line)), (0, 4)
    head = b"From: a@x.example\r\nDate: Mon, 6 May 2024 10:00:00 +0000\r\nMIME-Version: 1.0\r\nSubject: Talks\r\n"
    yield "nested.eml", head + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(20000)) + line, (0, 4)
    yield "parts.eml", head + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\nContent-Type: image/png\r\n\r\n" * 200000, (4,)
    yield "base64.eml", head + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"=!?" * 100000, (0, 4)
    yield "words.eml", head + b"X: " + b"=?utf-8?q?" * 200000 + b"\r\n" + b" more\r\n" * 100000 + b"\r\n" + line, (0,)
    yield "endless-head.warc", b"WARC/1.0\r\n" + b"X-Field: y\r\n" * 300000, (0, 4)
    yield "endless.warc", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 1000000000000\r\n\r\n" + line, (4,)
    yield "bomb.gz", gzip.compress(b"<b>" * 50000000, 9, mtime=0), (4,)
    yield "cut.gz", gzip.compress(bytes(random.Random(3).choices(b"abc \n", k=100000)), mtime=0)[:-2000], (4,)
    text = bytes(random.Random(4).choices(b"abc \n", k=100000))
    yield "cut.xz", lzma.compress(text)[:-2000], (4,)
    yield "cut.bz2", bz2.compress(text)[:-2000], (4,)
    yield "cut.zip", packed_zip({"a.txt": text})[:-30000], (4,)
    yield "cut.tar", packed_tar({"a.txt": text})[:50000], (4,)
    yield "bomb.xz", lzma.compress(b"<b>" * 50000000), (4,)
    yield "bomb.zip", packed_zip({"a.html": b"<b>" * 50000000}), (4,)
    yield "bomb.tar.gz", gzip.compress(packed_tar({"a.html": b"<b>" * 50000000}), 9, mtime=0), (4,)
    yield "bombs.zip", packed_zip({"%d.gz" % n: gzip.compress(b" " * 70000000, 9, mtime=0) for n in range(3)}), (4,)
    yield "deep.zip", packed_zip({"b.zip": packed_zip({"c.zip": packed_zip({"d.txt": line})})}), (4,)
    yield "self.tar", packed_tar({}, links={"loop": ".", "self.tar": "self.tar", "out": "/etc/passwd"}), (0,)
    yield "names.tar", packed_tar({"../../out.txt": line, "/etc/out.txt": line, "a\nb.txt": line, "x" * 5000: line}), (0,)
    yield "garbage.gz", b"\x1f\x8b\x08\x00" + b"\xff" * 2000, (4,)


def packed_zip(files):
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return to.getvalue()


def packed_tar(files, links={}):
    to = io.BytesIO()
    with tarfile.open(fileobj=to, mode="w") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
        for name, target in links.items():
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = tarfile.SYMTYPE, target
            archive.addfile(entry)
    return to.getvalue()


def external(place, outside):
    """Documents that ask in every way there is for what another file says: name, bytes. `place` is its path, `outside` the address of
    a second one."""
    line = SENTENCE.encode()
    rss = b"<?xml version='1.0'?>%s<rss version='2.0'><channel><item><title>Talks</title><description>%s</description></item></channel></rss>"
    for n, address in enumerate((place, outside)):
        file = address.encode()
        yield "general%d.xml" % n, rss % (b"<!DOCTYPE rss [<!ENTITY x SYSTEM '%s'>]>" % file, b"&x; " + line)
        yield "public%d.xml" % n, rss % (b"<!DOCTYPE rss [<!ENTITY x PUBLIC 'x' '%s'>]>" % file, b"&x; " + line)
        yield "parameter%d.xml" % n, rss % (b"<!DOCTYPE rss [<!ENTITY %% x SYSTEM '%s'>%%x;]>" % file, line)
        yield "subset%d.xml" % n, rss % (b"<!DOCTYPE rss SYSTEM '%s'>" % file, b"&x; " + line)
        yield "include%d.xml" % n, rss % (b"", b"<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='%s' parse='text'/>" % file + line)
        yield "style%d.xml" % n, rss.replace(b"?>%s", b"?><?xml-stylesheet type='text/xsl' href='%s'?>%%s" % file) % (b"", line)
        yield "nested%d.xml" % n, rss % (b"<!DOCTYPE rss [<!ENTITY y 'expanded'><!ENTITY x SYSTEM '%s'><!ENTITY z '&x;&y;'>]>" % file,
                                         b"&z;&y; " + line)
        yield "page%d.html" % n, (b"<!DOCTYPE html [<!ENTITY x SYSTEM '%s'>]><title>Talks</title><base href='%s'><link rel=stylesheet href='%s'>"
                                  b"<script src='%s'></script><iframe src='%s'></iframe><object data='%s'></object><p>&x; " % ((file,) * 6)) + line
        yield "graphic%d.xhtml" % n, (b"<?xml version='1.0'?><!DOCTYPE html SYSTEM '%s'><html xmlns='http://www.w3.org/1999/xhtml'>"
                                      b"<body><p>&x; %s</p></body></html>" % (file, line))


def large(size=50_000_000):
    yield "large-line.txt", (SENTENCE.encode() + b" ") * (size // (len(SENTENCE) + 1))
    yield "large-word.txt", b"a" * size
    yield "large-tags.html", b"<html>" + b"<p>" * (2 * size // 3)


def mutations(articles, count=300):
    """Real articles with bytes changed, cut, doubled: name, bytes. The same on every machine."""
    dice = random.Random(20240506)
    for n in range(count):
        raw = bytearray(dice.choice(articles))
        for _ in range(dice.randrange(1, 12)):
            at, what = dice.randrange(len(raw) + 1), dice.randrange(4)
            if what == 0:
                raw[at:at + 1] = bytes([dice.randrange(256)])
            elif what == 1:
                del raw[at:at + dice.randrange(1, 60)]
            elif what == 2:
                raw[at:at] = raw[at:at + dice.randrange(1, 200)] * dice.randrange(1, 4)
            else:
                raw[at:at] = dice.choice([b"\x00", b"\xee\x80\x80", b"\n\n", b". ", b"(", b"\xd9\x88", b"\xe2\x80\xae", b"2024", b"\xff"])
        yield "m%03d.txt" % n, bytes(raw)


def write(folder, files):
    for name, content in files:
        (Path(folder) / name).write_bytes(content)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for maker in (plain, binary, large):
        write(target, maker())
    os.symlink(".", target / "loop")
