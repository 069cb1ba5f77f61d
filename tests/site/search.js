// search.js: the page of the search in a browser, as lines "NAME: FACT"
//
// usage: node search.js MODULES SITE ENGLISH JAPANESE
//
// The sites are those that search.sh makes, served from loopback. FACT is
// "fine" or what is wrong.
"use strict";
const [, , modules, site, english, japanese] = process.argv;
const { chromium } = require(modules + "/playwright-core");
const fs = require("fs");
const http = require("http");

const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
	"--disable-background-networking", "--disable-component-update",
	"--disable-sync"];
const types = { html: "text/html; charset=utf-8", css: "text/css",
	js: "text/javascript", json: "application/json" };
let sent = 0, broken = false;

function serve(root) {
	const server = http.createServer((request, answer) => {
		const name = decodeURIComponent(request.url.replace(/[?#].*/, ""));
		fs.readFile(root + name, (error, bytes) => {
			const none = error || (broken && name.startsWith("/search/"));
			if (!none && name.startsWith("/search/"))
				sent += bytes.length;
			answer.writeHead(none ? 404 : 200,
				{ "content-type": types[name.split(".").pop()] ??
					"application/octet-stream" });
			answer.end(none ? "" : bytes);
		});
	});
	return new Promise((done) =>
		server.listen(0, "127.0.0.1", () => done(server)));
}

const address = (server) => `http://127.0.0.1:${server.address().port}`;

function read(page) {
	return page.evaluate(() => ({
		said: document.getElementById("_said").textContent,
		hits: [...document.querySelectorAll("#_hits a")].map((a) => ({
			kind: a.className, text: a.textContent,
			to: decodeURIComponent(a.getAttribute("href")),
			name: a.querySelector("b").textContent,
			marks: [...a.querySelectorAll("mark")].map((m) => m.textContent) })),
		inside: [...new Set([...document.querySelectorAll("#_hits a *")]
			.map((e) => e.localName))].sort().join(" "),
	}));
}

// What is on the page once the search for this is done.
async function look(page, query) {
	await page.locator("#_q").fill(query);
	await page.waitForFunction((q) =>
		document.getElementById("_said").dataset.for === q, query.trim());
	return read(page);
}

// Each: what to do with a page at the search, and what is wrong then.
const cases = {
	async korean(page, wrong) {
		const { hits, said } = await look(page, "도커");
		if (hits[0].to !== "도커.html" || said !== "찾은 글: 3편")
			wrong.push(`${said} ${JSON.stringify(hits)}`);
		const part = hits.find((h) => h.to === "도커.html#캐시");
		if (!part || part.marks.join() !== "도커" || !part.text.includes("도커를 쓰면"))
			wrong.push(`the section: ${JSON.stringify(part)}`);
	},
	async particles(page, wrong) {
		const { hits } = await look(page, "도커를");
		if (hits.filter((h) => h.kind === "page").length !== 3)
			wrong.push(JSON.stringify(hits));
	},
	async syllable(page, wrong) {
		for (const query of ["락", "데드락", "드락"])
			if ((await look(page, query)).hits[0]?.to !== "도커.html")
				wrong.push(query);
	},
	async decomposed(page, wrong) {
		const { hits } = await look(page, "공유 메모리".normalize("NFD"));
		if (hits[0]?.to !== "ipc/공유.html" ||
			hits[0].marks.join() !== "공유,메모리,공유")
			wrong.push(JSON.stringify(hits[0]));
	},
	async identifiers(page, wrong) {
		for (const query of ["fork()", "C++", "c++", "shm_open", "SHM_OPEN", "shm_",
			"Queue.get_nowait", "get_now", "nowait()", "\"O_RDWR)\""]) {
			const { hits } = await look(page, query);
			if (hits[0]?.to !== "ipc/공유.html")
				wrong.push(`${query}: ${JSON.stringify(hits)}`);
		}
		// A letter by itself is one word, and none inside of others.
		const { hits } = await look(page, "C");
		const to = hits.map((h) => h.to).sort().join();
		if (to !== "gcc.html,ipc/공유.html")
			wrong.push(to);
	},
	async all(page, wrong) {
		const both = await look(page, "유니콘 페가수스");
		const to = both.hits.map((h) => h.to).join();
		if (to !== "긴글.html,긴글.html#처음,긴글.html#마지막-절")
			wrong.push(`pieces of a long note: ${to}`);
		for (const [query, n] of [["유니콘 도커", 0], ["\"층마다 캐시가\"", 2],
			["\"캐시가 층마다\"", 0], ["다이어그램", 1]]) {
			const { hits } = await look(page, query);
			if (hits.length !== n)
				wrong.push(`${query}: ${JSON.stringify(hits)}`);
		}
	},
	async signs(page, wrong) {
		for (const [query, same] of [["도커?", "도커"], ["도커, 캐시;", "도커 캐시"],
			["fork(),", "fork()"], ["\"층마다 캐", "\"층마다 캐\""], ["도커、", "도커"]]) {
			const [a, b] = [await look(page, query), await look(page, same)];
			if (!b.hits[0] || JSON.stringify(a.hits) !== JSON.stringify(b.hits))
				wrong.push(`${query}: ${a.said}`);
		}
	},
	async ranked(page, wrong) {
		for (const [query, to] of [["docker", "도커.html"], ["리눅스", "도커.html"],
			["컨테이너", "도커.html"], ["많은 글 7", "ipc/많은7.html"]]) {
			const { hits } = await look(page, query);
			if (hits[0]?.to !== to)
				wrong.push(`${query}: ${hits[0]?.to}`);
		}
	},
	async newest(page, wrong) {
		const { hits } = await look(page, "같은일");
		const days = hits.filter((h) => h.kind === "page").map((h) => h.to);
		if (days.length < 8 || days[0] !== "daily/2026-06-22.html" ||
			days.join() !== [...days].sort().reverse().join())
			wrong.push(days.join());
	},
	// A day is called what its page is, and each text is in its language.
	async named(page, wrong) {
		for (const query of ["2025-12-05", "2025년 12월 5일", "금요일", "첫눈", "雪だるま"]) {
			const { hits } = await look(page, query);
			if (hits[0]?.name !== "2025년 12월 5일 금요일" ||
				hits[0].to !== "daily/2025-12-05.html")
				wrong.push(`${query}: ${JSON.stringify(hits[0])}`);
		}
		const langs = async (query) => {
			await look(page, query);
			return page.$$eval("#_hits :is(b, .line, .path)", (all) => all
				.filter((e) => e.textContent)
				.map((e) => e.closest("[lang]").lang).join(" "));
		};
		for (const [query, want] of [["雪が降った", "ko ko ja ja"],
			["snowman", "en ko"], ["nose", "en ko en en"], ["유니콘", "ko ko ko ko"]]) {
			const got = await langs(query);
			if (got !== want)
				wrong.push(`${query} is in ${got}`);
		}
	},
	async hidden(page, wrong) {
		for (const query of ["아무도모를낱말", "아직모를낱말", "없는낱말", "->", "()"]) {
			const { said, hits } = await look(page, query);
			if (hits.length || said !== "찾은 글이 없다.")
				wrong.push(`${query}: ${said}`);
		}
	},
	async hostile(page, wrong) {
		const { hits, inside } = await look(page, "도커 이름");
		if (inside !== "b mark span" || await page.evaluate(() => window.hit))
			wrong.push(`elements: ${inside}`);
		if (!hits[0].name.startsWith("<img src=x onerror=\"window.hit=1\">도커"))
			wrong.push(hits[0].name);
		await page.locator("#_hits a").first().click();
		await page.waitForURL(/%22.*%3Cimg/);
		if (!(await page.locator("h1").textContent()).includes("도커 이름"))
			wrong.push("it leads elsewhere");
		await page.goBack();
		for (const query of ["<img src=x onerror=hit()>", "\\", "[", "(?:", "a|b", "*",
			"\"", "\"\"", "${x}", "-]{,}^$.", "/"])
			await look(page, query);
	},
	async more(page, wrong) {
		const { hits, said } = await look(page, "흔한말");
		if (hits.length !== 10 || said !== "찾은 글: 약 30편, 그 가운데 10편")
			wrong.push(`${said} ${hits.length}`);
		for (const n of [20, 30]) {
			await page.locator("#_more").click();
			await page.waitForFunction((m) =>
				document.querySelectorAll("#_hits a").length === m, n);
		}
		if (await page.locator("#_more").isVisible())
			wrong.push("there is no more");
	},
	async keyboard(page, wrong) {
		await look(page, "도커");
		const chosen = () => page.evaluate(() => document.activeElement.id ||
			[...document.querySelectorAll("#_hits a")]
				.indexOf(document.activeElement));
		for (const [key, want] of [["ArrowUp", "_q"], ["ArrowDown", 0], ["ArrowDown", 1],
			["ArrowUp", 0], ["ArrowUp", "_q"], ["ArrowDown", 0], ["ArrowDown", 1],
			["Escape", "_q"], ["ArrowDown", 0], ["ArrowDown", 1]]) {
			await page.keyboard.press(key);
			if (await chosen() !== want)
				wrong.push(`${key}: ${await chosen()}, not ${want}`);
		}
		await page.keyboard.press("Enter");
		await page.waitForURL(/%EB%8F%84%EC%BB%A4\.html#/);
		await page.goBack();
		await page.waitForSelector("#_hits a");
		if (await page.locator("#_q").inputValue() !== "도커")
			wrong.push("going back forgets what was looked for");
	},
	async shortcuts(page, wrong, base) {
		const note = `${base}/ipc/${encodeURIComponent("공유")}.html`;
		for (const key of ["/", "Control+k", "Meta+k"]) {
			await page.goto(note);
			await page.keyboard.press(key);
			await page.waitForURL(/\/search\.html/);
			await page.waitForFunction(() => document.activeElement.id === "_q");
		}
		await page.keyboard.type("a/b");
		if (await page.locator("#_q").inputValue() !== "a/b")
			wrong.push("a slash in the field is no slash");
		await page.locator("h1").click();
		await page.keyboard.press("/");
		if (await page.evaluate(() => document.activeElement.id) !== "_q")
			wrong.push("the field is not found again");
		await page.goto(note);
		await page.evaluate(() => {
			const field = document.createElement("textarea");
			document.body.prepend(field);
			field.focus();
		});
		await page.keyboard.type("1/2");
		if (await page.locator("textarea").inputValue() !== "1/2")
			wrong.push("nobody may type a slash");
	},
	async address(page, wrong, base) {
		await page.goto(`${base}/search.html?q=${encodeURIComponent("공유 fork()")}`);
		await page.waitForSelector("#_hits a");
		const { hits } = await read(page);
		if (hits[0].to !== "ipc/공유.html" ||
			await page.locator("#_q").inputValue() !== "공유 fork()")
			wrong.push(JSON.stringify(hits));
		await page.keyboard.press("Enter");
		await look(page, "도커");
		if (new URL(page.url()).searchParams.get("q") !== "도커")
			wrong.push(`the address is ${page.url()}`);
		await page.goBack();
		await page.waitForFunction(() =>
			document.getElementById("_q").value === "공유 fork()");
	},
	async bytes(page, wrong, base) {
		for (const query of ["도커", "흔한말", "아주 긴 글의 문단이다 마디 번째",
			"container network 컨테이너 이미지 네트워크 층 캐시 메모리"]) {
			await page.goto("about:blank");
			await page.goto(`${base}/search.html`);
			sent = 0;
			await look(page, query);
			if (sent > 100000)
				wrong.push(`${query}: ${sent} bytes`);
		}
	},
	async failed(page, wrong, base) {
		broken = true;
		await page.goto(`${base}/search.html?q=a`);
		await page.reload();
		const { said } = await look(page, "도커");
		if (!said.includes("읽지 못했다"))
			wrong.push(said);
		broken = false;
		if ((await look(page, "도커를")).hits.length === 0)
			wrong.push("and never again");
	},
};

async function run(browser, name, act, options = {}) {
	const context = await browser.newContext(options);
	const page = await context.newPage();
	const wrong = [];
	page.setDefaultTimeout(20000);
	page.on("console", (m) => broken || wrong.push(`console: ${m.text()}`));
	page.on("pageerror", (e) => wrong.push(`error: ${e.message}`));
	await act(page, wrong).catch((e) => wrong.push(e.stack.split("\n")
		.filter((line) => !/node_modules/.test(line)).join(" ")));
	console.log(`${name}: ${wrong.join("; ") || "fine"}`);
	await context.close();
}

(async () => {
	const browser = await chromium.launch({
		executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args });
	const servers = await Promise.all([site, english, japanese].map(serve));
	const base = address(servers[0]);

	for (const name in cases)
		await run(browser, name, async (page, wrong) => {
			await page.goto(`${base}/search.html`);
			await cases[name](page, wrong, base);
		});
	await run(browser, "file", async (page, wrong) => {
		await page.goto(`file://${site}/search.html`);
		if (!await page.getByText("python3 -m http.server").isVisible() ||
			await page.locator("#_q").isVisible())
			wrong.push("it does not say what it needs");
	});
	await run(browser, "no script", async (page, wrong) => {
		await page.goto(`${base}/search.html`);
		if (!await page.getByText("halfhour search").isVisible() ||
			await page.locator("#_q").isVisible())
			wrong.push("it does not say what to do");
		await page.getByRole("link", { name: "모든 노트를 폴더별로" }).click();
		await page.waitForURL(/notes\.html/);
	}, { javaScriptEnabled: false });
	await run(browser, "languages", async (page, wrong) => {
		await page.goto(`${address(servers[1])}/search.html`);
		for (const [query, want] of [["도커", "Found: 3"],
			["흔한말", "Found: about 30, the best 10"]]) {
			const { said } = await look(page, query);
			if (said !== want)
				wrong.push(`${said}, not ${want}`);
		}
		const named = (await look(page, "2025-12-05")).hits[0]?.name;
		if (named !== "Friday, 5 December 2025")
			wrong.push(`a day is called ${named}`);
		await page.goto(`${address(servers[2])}/search.html`);
		if ((await look(page, "도커")).said !== "3件")
			wrong.push("Japanese");
		const day = (await look(page, "12月5日")).hits[0]?.name;
		if (day !== "2025年12月5日（金）")
			wrong.push(`a day in Japanese is called ${day}`);
	});
	servers.forEach((server) => server.close());
	await browser.close();
})().catch((e) => {
	console.error(e.stack);
	process.exit(1);
});
