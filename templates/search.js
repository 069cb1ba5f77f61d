// search.js: words looked for in the index that search_index.c tells of
"use strict";

const WORDS_MAX = 44; // KiB for a search,
const TEXTS_MAX = 10; // of 5 kB
const WORTH = [100, 140, 300, 1000]; // text, often, heading, title

let cjk, run;

function letters(set) {
	cjk = new RegExp(`^[${set}]`, "u");
	run = new RegExp(`[${set}]+|[\\p{L}\\p{N}_](?:(?![${set}])` +
		"[\\p{L}\\p{M}\\p{N}_])*[+#]{0,2}", "gu");
}

const by = (key, sign = 1) => (a, b) => sign * (a[key] - b[key]);
const cut = (s, n) => [...s].slice(0, n).join("");
// As search_fold(): lower case alone leaves ß and ſ.
const fold = (s) => s.replace(/[！-～]/g, (c) =>
	String.fromCharCode(c.charCodeAt() - 65248)).normalize("NFD").replace(/[^ı]+/g, (t) => t.toLowerCase()
	.toUpperCase().toLowerCase()).replace(/ς/g, "σ").normalize("NFC");

// Of those of search_words.c what the others follow from.
const words = (folded) => [...folded.matchAll(run)].flatMap(([all]) => {
	const v = [...all];

	if (!cjk.test(all))
		return cut(all, 24);
	return v[1] ? v.slice(1).map((c, i) => v[i] + c) : v;
});

function parse(query, particles) {
	const end = new RegExp(`(?<=..)(${particles})$`, "u");
	const quote = (s) => s.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

	// Nobody means the signs that end a word; a quote may be yet open.
	return [...fold(query).matchAll(/"([^"]*)"?|\S+/g)]
		.map(([all, quoted]) => (quoted ?? all.replace(/(?<=.)[,.;:?!、。]+$/, ""))
			.trim()).filter(Boolean)
		.slice(0, 32).map((text) => {
			const stem = text.replace(end, "");
			return { text, need: words(stem),
				is: new RegExp(/^\w$/.test(text) ? `(?<!\\w)${text}(?!\\w)`
					: `${quote(text)}|${quote(stem)}`, "iu") };
		});
}

const files = new Map();

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

	for (const c of s)
		h = Math.imul(h ^ c.codePointAt(), 16777619);
	return (h ^ h >>> 15) >>> 0;
}

// The pages of a word, or of all that begin with it.
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
		const end = next() + at;
		if (whole ? name !== word : !name.startsWith(word))
			at = end;
		for (let page = 0; at < end;) {
			const v = next(), pieces = v & 1 ? [] : [0];
			for (let left = v & 1 && next(), piece = 0; left; left--)
				pieces.push(piece += next());
			page += v >> 3;
			const old = pages.get(page) ?? { worth: 0, pieces: [] };
			pages.set(page, { pieces: [...pieces, ...old.pieces],
				worth: Math.max(old.worth, WORTH[v >> 1 & 3]) });
		}
	}
	return pages;
}

// Small files first. A common syllable is not listed with all of its pages.
async function lists(meta, terms) {
	const need = [...new Set(terms.flatMap((t) => t.need))];
	const sure = need.filter((w) => w[1] || !cjk.test(w));
	let room = WORDS_MAX;
	const all = (sure[0] ? sure : need).map((word) => {
		const whole = cjk.test(word) || !word[3];
		const file = hash(whole ? word : cut(word, 4)) % (1 << meta.bits);
		return { word, whole, file, size: meta.sizes.charCodeAt(file) - 65 };
	}).sort(by("size")).filter((w) => (room -= w.size) >= 0);

	return new Map(await Promise.all(all.map(async (w) => [w.word, read(new Uint8Array(
		w.size && await get(`words/${w.file}.bin`, "arrayBuffer")), w.word, w.whole)])));
}

// Pages that may have all terms, the best first.
function candidates(terms, found) {
	const pages = new Set([...found.values()].flatMap((l) => [...l.keys()]));

	return [...pages].map((page) => {
		let score = 0;
		const where = terms.map(({ need }) => {
			const hits = need.filter((w) => found.has(w))
				.map((w) => found.get(w).get(page) ?? { pieces: [] });
			score += Math.min(1000, ...hits.map((h) => h.worth));
			return hits.reduce((v, h) => v?.filter((p) => h.pieces.includes(p)) ??
				h.pieces, null);
		});
		const pieces = [...new Set(where.map((v) => v?.[0] ?? 0))].slice(0, 4);
		return { score, where,
			texts: pieces.map((p) => `text/${page >> 16}/${page}-${p}.json`),
			seen: where.map((v) => v?.every((p) => pieces.includes(p))) };
	}).filter((c) => c.where.every((v) => v?.length !== 0)).sort(by("score", -1));
}

// [] if a term is not there, nor can be in a text that was not fetched.
function grade(terms, pieces, { score, seen }) {
	const { id, title, names, tags } = pieces[0], has = new Set();
	const all = terms.map((t) => t.text).join(" ");
	let best = 0;
	const look = (line) => {
		const s = fold(line), here = terms.filter((t) => t.is.test(s));
		const n = here.length + (here[1] && s.includes(all) ? 3 : 0);
		here.forEach((t) => has.add(t));
		best = Math.max(best, n + (s === all ? 5 : 0));
		return n;
	};

	[title, id, id.replace(/.*\//, ""), ...names, ...tags].forEach(look);
	const parts = pieces.flatMap((p) => p.sections).map(([anchor, head, text], at) => {
		const [n, line] = text.split("\n").map((s) => [look(s), s])
			.reduce((a, b) => b[0] > a[0] ? b : a);
		return { anchor, head, line, at, n: n + 3 * look(head) };
	}).filter((p) => p.n).sort(by("n", -1)).slice(0, 3);
	return terms.some((t, i) => seen[i] && !has.has(t)) ? [] : { ...pieces[0],
		score: score + 100 * best, parts: parts.sort(by("at")) };
}

async function search(query) {
	const meta = await get("index.json");
	let left = TEXTS_MAX;

	letters(meta.cjk);
	const terms = parse(query, meta.particles);
	const list = candidates(terms, await lists(meta, terms));
	const best = list.filter((c) =>
		(left -= c.texts.filter((t) => !files.has(t)).length) >= 0);
	const hits = (await Promise.all(best.map(async (c) => {
		const texts = await Promise.all(c.texts.map((name) => get(name)));
		return texts[0].flatMap(({ url }) =>
			grade(terms, texts.flat().filter((p) => p.url === url), c));
	}))).flat().sort(by("score", -1));
	return { terms, hits, of: hits.length + list.length - best.length };
}

function make(tag, className, ...inside) {
	const element = Object.assign(document.createElement(tag), { className });

	element.append(...inside);
	return element;
}

function mark(terms, line) {
	const is = new RegExp(`(${terms.map((t) => t.is.source).join("|")})`, "iu");
	const from = line[160] ? Math.max(0, line.search(is) - 60) : 0;
	const s = cut(line.slice(from), 160);

	return [from ? "…" : "", ...s.split(is).map((part, i) =>
		i % 2 ? make("mark", "", part) : part), line.endsWith(s) ? "" : "…"];
}

function links(terms, { url, id, title, title_lang, text_lang, parts }) {
	const text = (tag, kind, s, lang = text_lang) => {
		const e = make(tag, kind, ...mark(terms, s));
		if (lang)
			e.lang = lang;
		return e;
	};
	const link = (kind, href, ...inside) =>
		Object.assign(make("a", kind, ...inside), { href });
	const top = parts.find((p) => !p.anchor);

	return [link("page", url, text("b", "", title, title_lang ?? ""),
		text("span", "path", id, ""), text("span", "line", top?.line ?? "")),
	...parts.filter((p) => p.anchor).map((p) => link("part", `${url}#${p.anchor}`,
		text("b", "", p.head), text("span", "line", p.line)))];
}

function start() {
	const get = (id) => document.getElementById(`_${id}`);
	const box = get("q"), said = get("said"), list = get("hits"), more = get("more");
	let turn = 0, timer;
	const go = async () => {
		const query = box.value.trim(), mine = ++turn;
		let text = said.dataset.failed, terms, hits = [], of = 0;
		history.replaceState(null, "", `?q=${encodeURIComponent(query)}`);
		try {
			({ terms, hits, of } = await search(query));
			text = said.dataset[!hits[0] ? "none" : of > hits.length ? "some" : "all"];
		} catch {}
		if (mine !== turn)
			return;
		said.textContent = query && text.replace("{m}", of).replace("{n}", hits.length);
		said.dataset.for = query;
		list.replaceChildren(...hits.flatMap((hit) => links(terms, hit)));
		more.hidden = of === hits.length;
	};

	get("plain").hidden = true;
	const file = location.protocol === "file:";
	get(file ? "file" : "search").hidden = false;
	if (file)
		return;
	box.oninput = () => {
		clearTimeout(timer);
		timer = setTimeout(go, 120);
	};
	box.form.onsubmit = (e) => {
		e.preventDefault();
		history.pushState(null, "", "");
		go();
	};
	more.onclick = go;
	onkeydown = (e) => {
		const all = [box, ...list.children], at = all.indexOf(document.activeElement);
		const to = { ArrowDown: at + 1, ArrowUp: at - 1, Escape: 0 }[e.key];
		if (at < 0 || to === at || !all[to] || e.isComposing)
			return;
		e.preventDefault();
		all[to].focus();
	};
	onpopstate = () => {
		box.value = new URLSearchParams(location.search).get("q");
		go();
	};
	onpopstate();
	box.focus();
}

if (globalThis.document)
	start();
