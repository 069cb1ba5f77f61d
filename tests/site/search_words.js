// search_words.js: do the build and the browser mean the same words?
//
// usage: node search_words.js make NOTES
//        node search_words.js check SITE TABLE
//
// "make" writes notes of random text; "check" looks in the index that was built
// of them for what templates/search.js makes of each line, and of parts of it.
// TABLE is tests/unit/search_words.txt. Prints what is wrong, and a line of
// numbers.
"use strict";
const fs = require("fs");
const path = require("path");
const vm = require("vm");

const [, , verb, where, table] = process.argv;
const NOTES = 60, LINES = 30;

// The same numbers each time (Park and Miller, 1988).
let seed = 20261123;
function any(n) {
	seed = seed * 48271 % 2147483647;
	return seed % n;
}

const pieces = ["도커", "를", "락", "컨테이너", "ㅋ", "각".normalize("NFD"),
	"한글".normalize("NFD"), "힣", "日本", "語", "テスト", "ガ".normalize("NFD"),
	"ー", "々", "ｶﾞ", "容器", "𠀀", "技术", "fork", "()", "C", "c++", "F#", "+",
	"#", "_", "__", "shm_open", "Get", "NOWAIT", ".", "-", "0", "42", "１２", "Ⅷ",
	"é", "e\u0301", "Ä", "ß", "ẞ", "ſ", "ﬁ", "Σ", "ς", "ὀδούς", "Ж", "ё", "İ", "ı",
	"ǅ", "Å", "Ω", "µ", "\u0301", "हिन्दी", "ไทย", "عربي", "עברית", "👍🏽", "👩‍💻",
	"❤️", "한" + "\ufe0f", "…", "·", "\u00a0", "\u3000", " ", " ", " ", " ", " "];

function text() {
	let s = "";
	for (let n = any(12) + 1; n > 0; n--)
		s += pieces[any(pieces.length)];
	return s;
}

const notes = Array.from({ length: NOTES }, () =>
	Array.from({ length: LINES }, text));

function make() {
	notes.forEach((lines, i) => fs.writeFileSync(path.join(where, `r${i}.md`),
		`# note\n\n\`\`\`text\n${lines.join("\n")}\n\`\`\`\n`));
}

// What is in templates/search.js, with the files of the site for the network.
function script() {
	const world = vm.createContext({ TextEncoder, TextDecoder, fetch: async (name) => {
		const file = path.join(where, name);
		const bytes = fs.existsSync(file) ? fs.readFileSync(file) : null;
		return { ok: bytes !== null, json: () => JSON.parse(bytes),
			arrayBuffer: () => new Uint8Array(bytes).buffer };
	} });
	vm.runInContext(fs.readFileSync(path.join(__dirname,
		"../../templates/search.js"), "utf8"), world);
	return vm.runInContext("({ get, letters, fold, words, parse, lists, candidates })",
		world);
}

async function check() {
	const js = script(), meta = await js.get("index.json");
	let wrong = 0, rows = 0, terms = 0;
	const tell = (...what) => {
		if (wrong++ < 20)
			console.log(...what.map((s) => JSON.stringify(s)));
	};

	js.letters(meta.cjk);
	for (const row of fs.readFileSync(table, "utf8").split("\n")) {
		const [line, , need] = row.split("\t");
		if (need === undefined)
			continue;
		const got = js.words(js.fold(line)).join(" ");
		if (got !== need)
			tell("table", line, got, need);
		rows++;
	}
	for (let i = 0; i < NOTES; i++)
		for (const line of notes[i]) {
			const parts = line.split(/[^\p{L}\p{M}\p{N}_+#]+/u);
			for (const query of [line, parts[any(parts.length)]]) {
				const all = js.parse(query, meta.particles)
					.filter((t) => t.need.length);
				const pages = js.candidates(all, await js.lists(meta, all));
				const texts = await Promise.all(pages.map((c) =>
					js.get(c.texts[0])));
				if (all.length && !texts.flat().some((p) => p.id === `r${i}`))
					tell(`r${i}`, query, all.map((t) => t.need));
				terms += all.length;
			}
		}
	console.log(`${wrong} wrong`);
	console.error(`${rows} rows, ${terms} terms`);
}

if (verb === "make")
	make();
else
	check().catch((e) => {
		console.log(e.stack);
		process.exit(1);
	});
