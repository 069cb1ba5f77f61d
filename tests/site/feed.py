#!/usr/bin/env python3
"""Hold the feeds and the sitemap of a site to their specifications.

usage: feed.py SITE BASE

RFC 4287 (Atom), RFC 4151 (tag URIs), JSON Feed 1.1, sitemaps.org 0.9. Prints
what is wrong, a line each, then "N entries, N addresses".
"""
import json
import os
import re
import sys
import xml.etree.ElementTree as ET
from urllib.parse import unquote

site, base = sys.argv[1:]
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$")
TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}-\d\d-\d\d:[A-Za-z0-9/._~%-]+$")


def wrong(what):
    print("wrong:", what)


def is_file(url):
    if not url.startswith(base):
        return False
    path = unquote(url[len(base):]) or "index.html"
    return os.path.isfile(os.path.join(site, path))


def one(where, name):
    found = where.findall(ATOM + name)
    if len(found) != 1:
        wrong(f"{len(found)} {name} in {where.tag}")
    return found[0].text if found else ""


def links_of(html, where):
    for url in re.findall(r'(?:href|src)="([^"]*)"', html):
        if not re.match(r"(https?|mailto|tel):|#", url):
            wrong(f"{where}: {url} is no whole address")
        elif url.startswith(base) and not is_file(url.split("#")[0]):
            wrong(f"{where}: nothing is at {url}")


def atom():
    root = ET.parse(os.path.join(site, "feed.xml")).getroot()
    if root.tag != ATOM + "feed":
        wrong(root.tag)
    one(root, "title")
    if one(root, "id") != base + "feed.xml":
        wrong("the id of the feed")
    links = {x.get("rel"): x.get("href") for x in root.findall(ATOM + "link")}
    if links != {"self": base + "feed.xml", "alternate": base}:
        wrong(links)
    if not root.find(ATOM + "author").findtext(ATOM + "name"):
        wrong("no author")
    entries, ids, days = [], set(), []
    for x in root.findall(ATOM + "entry"):
        ident, link = one(x, "id"), x.find(ATOM + "link")
        if not TAG.match(ident) or ident in ids:
            wrong(f"id {ident}")
        ids.add(ident)
        if link.get("rel") != "alternate" or not is_file(link.get("href")):
            wrong(link.attrib)
        if not TIME.match(one(x, "updated")) or not one(x, "title").strip():
            wrong(f"{ident}: when or what")
        # Without a content there must be a summary, or nothing would be read.
        content = x.find(ATOM + "content")
        if content is None and x.find(ATOM + "summary") is None:
            wrong(f"{ident} says nothing")
        if content is not None:
            links_of(content.text, ident)
        entries.append((ident, link.get("href"), one(x, "title"),
                        one(x, "updated")))
        days.append(one(x, "published"))
        if not TIME.match(days[-1]) or days[-1] > entries[-1][3]:
            wrong(f"{ident}: published {days[-1]}")
    times = [x[3] for x in entries]
    if days != sorted(days, reverse=True):
        wrong("the newest is not first")
    if one(root, "updated") != max(times, default="1970-01-01T00:00:00Z"):
        wrong("updated")
    return entries


def json_feed():
    with open(os.path.join(site, "feed.json"), encoding="utf-8") as f:
        feed = json.load(f)
    if feed["version"] != "https://jsonfeed.org/version/1.1":
        wrong(feed["version"])
    if feed["home_page_url"] != base or feed["feed_url"] != base + "feed.json":
        wrong("the addresses of the feed")
    if not feed["title"] or not feed["authors"][0]["name"]:
        wrong("title or author")
    for x in feed["items"]:
        if not ("content_html" in x or "content_text" in x):
            wrong(f"{x['id']} has no content")
        links_of(x.get("content_html", ""), x["id"])
        if not TIME.match(x["date_published"]):
            wrong(x["date_published"])
    return [(x["id"], x["url"], x["title"], x["date_modified"])
            for x in feed["items"]]


def sitemap():
    root = ET.parse(os.path.join(site, "sitemap.xml")).getroot()
    if root.tag != MAP + "urlset":
        wrong(root.tag)
    urls = [x.findtext(MAP + "loc") for x in root.findall(MAP + "url")]
    for url in urls:
        if not is_file(url):
            wrong(f"nothing is at {url}")
    if len(urls) != len(set(urls)):
        wrong("an address stands there twice")
    return urls


entries, items, urls = atom(), json_feed(), sitemap()
if entries != items:
    wrong("the feeds do not say the same")
for entry in entries:
    if entry[1] not in urls:
        wrong(f"{entry[1]} is not in the sitemap")
print(f"{len(entries)} entries, {len(urls)} addresses")
for entry in entries:
    print(*entry, sep="\t")
