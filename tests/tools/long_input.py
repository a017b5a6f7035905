#!/usr/bin/python3
"""long_input.py KIND BYTES: writes about that many bytes of one input of that kind - jsonl, json, feed, warc - to standard output,
made of neutral sentences, the same on every machine. For what is read piece by piece: try it with

    tests/tools/long_input.py warc 2000000000 | /usr/bin/time -v build/migcoop extract -q - > /dev/null
"""
import json, random, sys
from pathlib import Path

SENTENCES = (Path(__file__).resolve().parent.parent / "bench/filler.en.txt").read_text(encoding="utf-8").split("\n")[:-1]


def paragraphs(dice):
    return [" ".join(dice.sample(SENTENCES, 5)) for _ in range(8)]


def jsonl(n, dice):
    return json.dumps({"title": "Article %d" % n, "text": "\n\n".join(paragraphs(dice)), "date": "2024-05-08"}) + "\n"


def feed(n, dice):
    return "<item><title>Article %d</title><pubDate>Wed, 08 May 2024 10:00:00 GMT</pubDate><description><![CDATA[%s]]></description></item>\n" % (
        n, "".join("<p>%s</p>" % p for p in paragraphs(dice)))


def warc(n, dice):
    page = "<html><title>Article %d</title><body><nav><a href='/'>Home</a></nav><article>%s</article></body></html>" % (
        n, "".join("<p>%s</p>" % p for p in paragraphs(dice)))
    body = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    return ("WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2024-05-08T10:00:00Z\r\nWARC-Target-URI: https://news.example/%d\r\n"
            "Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (n, len(body.encode()), body))


def json_array(n, dice):
    return (",\n" if n else "") + jsonl(n, dice)


KINDS = {  # what comes before, an article, what comes after
    "jsonl": ("", jsonl, ""),
    "json": ("[", json_array, "]\n"),
    "feed": ("<?xml version='1.0'?>\n<rss version='2.0'><channel><title>Feed</title>\n", feed, "</channel></rss>\n"),
    "warc": ("", warc, ""),
}


def pieces(kind, size):
    """The input's bytes, piece by piece."""
    dice = random.Random(11)
    before, make, after = KINDS[kind]
    written, n = len(before), 0
    yield before.encode()
    while written < size:
        piece = make(n, dice).encode()
        written += len(piece)
        n += 1
        yield piece
    yield after.encode()


if __name__ == "__main__":
    for piece in pieces(sys.argv[1], int(sys.argv[2])):
        sys.stdout.buffer.write(piece)
