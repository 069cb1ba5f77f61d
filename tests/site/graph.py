"""What the list of a graph says: "TITLE: what it links to" of each row.

usage: python3 graph.py KIND <graph.html
"""
import sys
from html.parser import HTMLParser


class Rows(HTMLParser):
    def __init__(self, kind):
        super().__init__()
        self.kind, self.depth, self.link, self.rows = kind, 0, False, []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "ul" and attrs.get("data-kind") == self.kind:
            self.depth = 1
        elif tag == "ul" and self.depth:
            self.depth += 1
        elif tag == "a" and self.depth == 1:
            self.link = True
            self.rows.append([""])
        elif tag == "a" and self.depth == 2:
            self.link = True
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        if tag == "ul" and self.depth:
            self.depth -= 1
        if tag == "a":
            self.link = False

    def handle_data(self, data):
        if self.link:
            self.rows[-1][-1] += data


rows = Rows(sys.argv[1])
rows.feed(sys.stdin.read())
for row in rows.rows:
    print(f"{row[0]}: {', '.join(row[1:])}".strip())
