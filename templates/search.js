// search.js: words looked for in the index of the site
//
// search_index.c tells of its files: those of words say which pages may have
// all that is looked for, the texts of the best of these decide. What a search
// fetches is limited, whatever the size of the wiki.
"use strict";

const WORDS_MAX = 44; // KiB of files of words, for one search,
const TEXTS_MAX = 10; // and files of texts, which have at most 5 kB
const HITS = 10; // pages at once
const WORTH = [100, 140, 300, 1000]; // in the text, often, heading, title

// ---- words, as in search_words.c and search_query.c

let cjk, run;

function letters(set) {
	cjk = new RegExp(`^[${set}]`, "u");
	run = new RegExp(`[${set}]+|(?![${set}])[\\p{L}\\p{N}_](?:(?![${set}])` +
		"[\\p{L}\\p{M}\\p{N}_])*[+#]{0,2}", "gu");
}

const cut = (s, n) => [...s].slice(0, n).join("");
// NFC with case folded: lower case alone would leave ß and ſ what they are.
const fold = (s) => s.normalize("NFD").replace(/[^ı]+/g, (t) => t.toLowerCase()
	.toUpperCase().toLowerCase()).replace(/ς/g, "σ").normalize("NFC");

// The words that the index has of folded text, but for those that follow.
function words(folded) {
	return [...folded.matchAll(run)].flatMap(([all]) => {
		const [first, ...rest] = all;

		if (cjk.test(all))
			return rest[0] ? rest.map((c, i) => (rest[i - 1] ?? first) + c) : all;
		return first === "_" ? all.split(/[_+#]/).filter(Boolean) : cut(all, 24);
	});
}

// What is looked for: words, and phrases in quotes.
function parse(query, particles) {
	const end = new RegExp(`(?<=..)(${particles})$`, "u");
	const quote = (s) => s.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

	return [...fold(query).matchAll(/"([^"]*)"|\S+/g)]
		.map(([all, quoted]) => (quoted ?? all).trim()).filter(Boolean)
		.slice(0, 32).map((text) => {
			const stem = text.replace(end, "");
			return { text, need: words(stem),
				is: new RegExp(/^\w$/.test(text) ? `(?<!\\w)${text}(?!\\w)`
					: `${quote(text)}|${quote(stem)}`, "iu") };
		});
}

// ---- the index

const files = new Map(); // what is in each, or that it comes

function get(name, as = "json") {
	if (!files.has(name)) {
		files.set(name, fetch(`search/${name}`, { cache: "no-cache" })
			.then((r) => r.ok ? r[as]() : Promise.reject(r.status)));
		files.get(name).catch(() => files.delete(name));
	}
	return files.get(name);
}

function hash(s) {
	let h = 2166136261;

	for (const byte of new TextEncoder().encode(s))
		h = Math.imul(h ^ byte, 16777619);
	return (h ^ h >>> 15) >>> 0;
}

// The pages of a word, and of all that begin with it unless it is whole.
function read(bytes, word, whole) {
	const pages = new Map(), utf8 = new TextDecoder();
	let at = 0;
	const next = () => {
		for (let v = 0, shift = 0;; shift += 7) {
			v |= (bytes[at] & 127) << shift;
			if (bytes[at++] < 128)
				return v;
		}
	};

	while (at < bytes.length) {
		const n = next(), name = utf8.decode(bytes.subarray(at, at += n));
		const end = next() + at, exact = name === word;
		for (let page = 0; at < end && (exact || !whole && name.startsWith(word));) {
			const v = next(), pieces = v & 1 ? [] : [0];
			for (let left = v & 1 && next(), piece = 0; left; left--)
				pieces.push(piece += next());
			page += v >> 3;
			const old = pages.get(page), worth = WORTH[v >> 1 & 3] * (exact ? 1.25 : 1);
			pages.set(page, { worth: Math.max(worth, old?.worth ?? 0),
				pieces: pieces.concat(old?.pieces ?? []) });
		}
		at = end;
	}
	return pages;
}

// The pages of as many words as may be fetched, the smallest files first.
async function lists(meta, terms) {
	let room = WORDS_MAX;
	const need = [...new Set(terms.flatMap((t) => t.need))];
	// Common syllables are not listed with all of their pages.
	const sure = need.filter((w) => !cjk.test(w) || [...w][1]);
	const all = (sure[0] ? sure : need).map((word) => {
		const whole = cjk.test(word) || !word[3];
		const file = hash(whole ? word : cut(word, 4)) % (1 << meta.bits);
		return { word, whole, size: meta.sizes.charCodeAt(file) - 65,
			name: `words/${file}.bin` };
	}).sort((a, b) => a.size - b.size).filter((w) => (room -= w.size) >= 0);

	return new Map(await Promise.all(all.map(async (w) => [w.word, read(new Uint8Array(
		w.size ? await get(w.name, "arrayBuffer") : 0), w.word, w.whole)])));
}

// Pages that may have all terms, the best first, with the texts to look at.
function candidates(terms, found) {
	const none = { worth: -Infinity, pieces: [] }, out = [];

	for (const page of new Set([...found.values()].flatMap((l) => [...l.keys()]))) {
		let score = 0;
		const where = terms.map(({ need }) => {
			const hits = need.filter((w) => found.has(w))
				.map((w) => found.get(w).get(page) ?? none);
			score += Math.min(1250, ...hits.map((h) => h.worth));
			return hits.reduce((v, h) => v?.filter((p) => h.pieces.includes(p)) ??
				h.pieces, null);
		});
		const pieces = [...new Set(where.map((v) => v?.[0] ?? 0))].slice(0, 4);
		if (score > 0 && where.every((v) => v?.length !== 0))
			out.push({ score,
				texts: pieces.map((p) => `text/${page >> 16}/${page}-${p}.json`),
				seen: where.map((v) => v?.every((p) => pieces.includes(p))) });
	}
	return out.sort((a, b) => b.score - a.score);
}

// A page with its best sections, [] if it has not all terms: what may be in a
// text that was not fetched is not known to be missing.
function grade(terms, pieces, { score, seen }) {
	const { path, id, title, names, tags } = pieces[0], has = new Set();
	const all = terms.map((t) => t.text).join(" ");
	let best = 0;
	const look = (line) => {
		const s = fold(line), here = terms.filter((t) => t.is.test(s));
		here.forEach((t) => has.add(t));
		const n = here.length + (here[1] && s.includes(all) ? 3 : 0);
		best = Math.max(best, n + (s === all ? 5 : 0));
		return n;
	};

	[title, id, id.replace(/.*\//, ""), ...names, ...tags].forEach(look);
	const parts = pieces.flatMap((p) => p.sections).map(([anchor, head, text], at) => {
		const [n, line] = text.split("\n").map((s) => [look(s), s])
			.reduce((a, b) => b[0] > a[0] ? b : a);
		return { anchor, head, line, at, n: n + 3 * look(head) };
	}).filter((p) => p.n).sort((a, b) => b.n - a.n).slice(0, 3);
	return terms.some((t, i) => seen[i] && !has.has(t)) ? [] : { path, id, title,
		score: score + 100 * best, parts: parts.sort((a, b) => a.at - b.at) };
}

async function search(query, limit) {
	const meta = await get("index.json"), hits = [];
	let left = TEXTS_MAX, at = 0, n;

	letters(meta.cjk);
	const terms = parse(query, meta.particles);
	const list = candidates(terms, await lists(meta, terms));
	const look = async (c) => {
		const texts = await Promise.all(c.texts.map((name) => get(name)));
		// Pages whose paths have the same hash share their files.
		return texts[0].flatMap(({ path }) =>
			grade(terms, texts.flat().filter((p) => p.path === path), c));
	};
	do {
		for (n = 0; at + n < list.length && n < limit - hits.length; n++) {
			left -= list[at + n].texts.filter((t) => !files.has(t)).length;
			if (left < 0)
				break;
		}
		hits.push(...(await Promise.all(list.slice(at, at + n).map(look))).flat());
		at += n;
	} while (n);
	return { terms, hits: hits.sort((a, b) => b.score - a.score),
		of: hits.length + list.length - at };
}

// ---- the page

function make(tag, attributes, ...inside) {
	const element = document.createElement(tag);

	for (const name in attributes)
		element.setAttribute(name, attributes[name]);
	element.append(...inside);
	return element;
}

// A line with what was looked for marked, cut around the first of it.
function mark(terms, line) {
	const is = new RegExp(terms.map((t) => t.is.source).join("|"), "giu");
	const from = line[160] ? Math.max(0, line.search(is) - 60) : 0;
	const s = cut(line.slice(from), 160), out = [from ? "…" : ""];
	let at = 0;

	for (const m of s.matchAll(is)) {
		out.push(s.slice(at, m.index), make("mark", {}, m[0]));
		at = m.index + m[0].length;
	}
	return [...out, s.slice(at), line.endsWith(s) ? "" : "…"];
}

// A page and its sections, as options to be chosen.
function options(terms, { path, id, title, parts }) {
	const option = (kind, anchor, name, ...more) => make("a", { class: kind,
		role: "option", href: encodeURI(path).replace(/[?#]/g, encodeURIComponent) +
			(anchor && `#${encodeURIComponent(anchor)}`) },
	make("b", {}, ...mark(terms, name)), ...more);
	const text = (kind, s) => make("span", { class: kind }, ...mark(terms, s));

	return [option("page", "", title, text("path", id), ...parts.filter(
		(p) => !p.anchor).slice(0, 1).map((p) => text("line", p.line))),
	...parts.filter((p) => p.anchor).map((p) =>
		option("part", p.anchor, p.head, text("line", p.line)))];
}

function start() {
	const [form, box, said, list, more, file, plain] = ["search", "q", "said", "hits",
		"more", "file", "plain"].map((id) => document.getElementById(`_${id}`));
	let turn = 0, limit, chosen, timer;
	const choose = (to) => {
		chosen = Math.max(-1, Math.min(to, list.children.length - 1));
		[...list.children].forEach((a, i) => {
			a.id = `_hit${i}`;
			a.ariaSelected = i === chosen;
		});
		list.children[chosen]?.scrollIntoView({ block: "nearest" });
		box.setAttribute("aria-activedescendant", list.children[chosen]?.id ?? "");
	};
	const go = async (most) => {
		const query = box.value.trim(), mine = ++turn;
		let text = said.dataset.failed, terms, hits = [], of = 0;
		limit = most;
		history.replaceState(null, "", `?q=${encodeURIComponent(query)}`);
		try {
			({ terms, hits, of } = await search(query, limit));
			text = said.dataset[of > hits.length ? "some" : of ? "all" : "none"];
		} catch {}
		if (mine !== turn)
			return;
		said.dataset.for = query;
		said.textContent = query && text.replace("{n}", hits.length).replace("{m}", of);
		list.replaceChildren(...hits.flatMap((hit) => options(terms, hit)));
		list.hidden = !hits.length;
		more.hidden = of === hits.length;
		box.ariaExpanded = !list.hidden;
		choose(-1);
	};
	const restore = () => {
		box.value = new URLSearchParams(location.search).get("q");
		go(HITS);
	};
	const keys = {
		ArrowDown: () => choose(chosen + 1),
		ArrowUp: () => choose(chosen - 1),
		Escape: () => chosen < 0 ? box.select() : choose(-1),
		Enter: () => list.children[chosen].click(),
	};

	plain.hidden = true;
	if (location.protocol === "file:") {
		file.hidden = false;
		return;
	}
	form.hidden = false;
	box.addEventListener("input", () => {
		clearTimeout(timer);
		timer = setTimeout(go, 120, HITS);
	});
	box.addEventListener("keydown", (e) => {
		if (keys[e.key] && !e.isComposing && (e.key !== "Enter" || chosen >= 0)) {
			e.preventDefault();
			keys[e.key]();
		}
	});
	form.addEventListener("submit", (e) => {
		e.preventDefault();
		history.pushState(null, "", "");
		go(HITS);
	});
	more.addEventListener("click", () => go(limit + HITS));
	addEventListener("popstate", restore);
	restore();
	box.focus();
}

if (globalThis.document)
	start();
