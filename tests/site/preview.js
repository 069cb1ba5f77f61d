// preview.js: cards beside links, as lines "NAME: FACT"; see window.js
//
// usage: node preview.js MODULES SITE SHOTS
"use strict";
const [, , , site, shots] = process.argv;

const link = (page, text) => page.locator("main a", { hasText: text }).first();
const card = (page) => page.locator("#_preview");

// The link is described by the card, which is seen and has this text.
async function shown(page, a, text) {
	await a.and(page.locator("[aria-describedby=_preview]")).waitFor();
	await card(page).filter({ hasText: text }).waitFor({ state: "visible" });
	return await card(page).getAttribute("role") === "tooltip" ? []
		: ["it is no tooltip"];
}

// All of it is in the window, and none of it on the link.
async function inside(page, a) {
	const box = await card(page).boundingBox(), on = await a.boundingBox();
	const { width, height } = page.viewportSize();
	const at = JSON.stringify([box, on]);
	if (box.x < 0 || box.y < 0 || box.x + box.width > width ||
		box.y + box.height > height)
		return [`it leaves the window: ${at}`];
	if (box.y < on.y + on.height && on.y < box.y + box.height)
		return [`it hides its link: ${at}`];
	return [];
}

// Where everything stands.
const layout = (page) => page.evaluate(() => JSON.stringify([
	document.documentElement.scrollHeight, document.documentElement.scrollWidth,
	...[...document.querySelectorAll("main *")].map((e) => {
		const r = e.getBoundingClientRect();
		return [r.x, r.y, r.width, r.height];
	})]));

async function finger(page, a, act) {
	const box = await a.boundingBox();
	const session = await page.context().newCDPSession(page);
	const touch = (type, touchPoints) =>
		session.send("Input.dispatchTouchEvent", { type, touchPoints });
	await touch("touchStart",
		[{ x: box.x + box.width / 2, y: box.y + box.height / 2 }]);
	await act();
	await touch("touchEnd", []);
}

async function hover(page, wrong) {
	const a = link(page, "둘로"), before = await layout(page);
	await a.hover();
	wrong.push(...await shown(page, a, "둘째 글의 처음"));
	wrong.push(...await inside(page, a));
	if (await layout(page) !== before)
		wrong.push("the page has moved");
	await page.screenshot({ path: `${shots}/preview-light.png` });
	// The pointer may go there, and it stays. It has a moment to get there:
	// on a busy machine it may take more than one try.
	const there = () => card(page).evaluate((e) => e.matches(":hover"));
	for (let i = 0; i < 20 && !await there(); i++) {
		await a.hover();
		await shown(page, a, "둘째 글의 처음");
		const box = await card(page).boundingBox();
		await page.mouse.move(box.x + 20, box.y + 20, { steps: 5 });
	}
	await page.waitForTimeout(700);
	if (!await card(page).isVisible())
		wrong.push("it is gone when it is pointed at");
	await page.mouse.move(1, 1);
	await card(page).waitFor({ state: "hidden" });
	if (await a.getAttribute("aria-describedby") !== null)
		wrong.push("the link is described by nothing");
	await a.hover();
	await shown(page, a, "둘째 글의 처음");
	await page.keyboard.press("Escape");
	await card(page).waitFor({ state: "hidden" });
	const part = link(page, "절로");
	await part.hover();
	wrong.push(...await shown(page, part, "셋째 절의 글"));
	if ((await card(page).textContent()).includes("둘째 글의 처음"))
		wrong.push("a link to a section shows the note");
	const block = link(page, "토막으로");
	await block.hover();
	wrong.push(...await shown(page, block, "이름 있는 문단"));
}

async function keys(page, wrong) {
	const a = link(page, "둘로"), next = link(page, "절로");
	for (let i = 0; i < 60 && !await a.evaluate(
		(e) => e === document.activeElement); i++)
		await page.keyboard.press("Tab");
	wrong.push(...await shown(page, a, "둘째 글의 처음"));
	// The pointer elsewhere does not take it away.
	await page.mouse.move(5, 5);
	await page.mouse.move(9, 9);
	await page.waitForTimeout(700);
	if (!await card(page).isVisible())
		wrong.push("it is gone while its link has the focus");
	await page.keyboard.press("Escape");
	await card(page).waitFor({ state: "hidden" });
	if (!await a.evaluate((e) => e === document.activeElement))
		wrong.push("Escape takes the focus away");
	await page.keyboard.press("Tab");
	wrong.push(...await shown(page, next, "셋째 절의 글"));
	await page.keyboard.press("Enter");
	await page.waitForURL(/#/);
}

async function touch(page, wrong) {
	const a = link(page, "둘로"), was = page.url();
	await finger(page, a, () => shown(page, a, "둘째 글의 처음"));
	await page.waitForTimeout(300);
	if (page.url() !== was || !await card(page).isVisible())
		wrong.push("a long press is a tap");
	wrong.push(...await inside(page, a));
	await page.screenshot({ path: `${shots}/preview-360.png` });
	await page.locator("h1").tap();
	await card(page).waitFor({ state: "hidden" });
	if (page.url() !== was)
		wrong.push("a tap beside it leads away");
	await a.tap();
	await page.waitForURL(/%EB%91%98\.html$/);
}

// What is no fragment is not shown, and does nothing.
async function hostile(page, wrong) {
	// The policy says so, too, of what it would not let run.
	page.removeAllListeners("console");
	const bad = link(page, "나쁜"), fake = link(page, "속인"), a = link(page, "둘로");
	await bad.hover();
	wrong.push(...await shown(page, bad, "<img src=x onerror=alert(1)>"));
	const inner = await card(page).evaluate((e) => [
		e.querySelectorAll("img, script, a, iframe, svg").length,
		[...e.querySelectorAll("*")].flatMap((x) => x.getAttributeNames())
			.filter((name) => name !== "class").length]);
	if (inner.join() !== "0,0")
		wrong.push(`elements and attributes: ${inner}`);
	const answer = page.waitForResponse((r) => decodeURI(r.url())
		.endsWith("preview/note/속임.htm"));
	await fake.hover();
	await (await answer).finished();
	await a.hover();
	await shown(page, a, "둘째 글의 처음");
	if (await page.evaluate(() => window.ran))
		wrong.push("what the server gave has run");
	if (await fake.getAttribute("aria-describedby") !== null)
		wrong.push("it was shown");
}

// Of a section without a fragment the note is shown.
async function fallback(page, wrong) {
	const a = link(page, "9"), near = link(page, "7");
	page.removeAllListeners("console");
	await a.hover();
	wrong.push(...await shown(page, a, "글 0"));
	await near.hover();
	wrong.push(...await shown(page, near, "글 7"));
}

// Each section shows itself, with its note's file or with its own.
async function many(page, wrong) {
	const asked = [];
	page.on("request", (r) => asked.push(decodeURI(r.url())));
	for (const i of [3, 8]) {
		const a = link(page, String(i));
		await a.hover();
		wrong.push(...await shown(page, a, `글 ${i}`));
		if ((await card(page).textContent()).includes("글 0"))
			wrong.push(`a link to section ${i} shows the note`);
	}
	const own = asked.filter((url) => url.includes("/place/"));
	if (own.length !== 1 || !own[0].endsWith("/place/많은글/절-8.htm"))
		wrong.push(`asked for ${own}`);
}

async function narrow(page, wrong) {
	const a = link(page, "긴 글로");
	await a.hover();
	wrong.push(...await shown(page, a, "긴 글"));
	wrong.push(...await inside(page, a));
	const low = link(page, "맨 아래");
	await low.hover();
	wrong.push(...await shown(page, low, "긴 글"));
	wrong.push(...await inside(page, low));
	const wide = await page.evaluate(() => document.documentElement.scrollWidth);
	if (wide > 360)
		wrong.push(`the page is ${wide} wide`);
}

async function dark(page, wrong) {
	const a = link(page, "둘로");
	await a.hover();
	wrong.push(...await shown(page, a, "둘째 글의 처음"));
	const look = await card(page).evaluate((e) => {
		const style = getComputedStyle(e);
		return [style.backgroundColor, style.animationName].join();
	});
	if (look !== "rgb(19, 23, 21),none")
		wrong.push(`it looks like ${look}`);
	await page.screenshot({ path: `${shots}/preview-dark.png` });
	await page.emulateMedia({ media: "print" });
	if (await card(page).isVisible())
		wrong.push("it is printed");
}

// Lists of ours: a card for a note or a day, nothing asked for a topic.
async function lists(page, wrong, root) {
	const missing = [];
	const on = async (path, find, text) => {
		// Where the pointer was may be a link of the next page.
		await page.mouse.move(1, 1);
		await page.goto(root + encodeURI(path));
		const a = page.locator(`main ${find}`).first();
		await a.hover();
		wrong.push(...await shown(page, a, text));
	};
	page.on("response", (r) => r.ok() || missing.push(decodeURI(r.url())));
	const topic = "둘째 글의 처음", day = "2026년 11월 24일";
	await on("index.html", ".did a:text-is('둘')", topic);
	await on("index.html", ".days a.when", day);
	await on("topics/둘.html", ".lead a", topic);
	await on("topics/둘.html", "a.when", day);
	await on("graph.html", ".net-list[data-kind=note] a:text-is('둘째')", topic);
	await on("changes.html", ".where a:text-is('둘째')", topic);
	await on("daily/2026-11-23.html", ".entries .what a", topic);
	await on("daily/2026-11-23.html", ".turn .next", day);
	for (const find of [".did a:text-is('없는 글')", ".topic-bars a"]) {
		await page.goto(`${root}index.html`);
		await page.locator(`main ${find}`).first().hover();
		await page.waitForTimeout(700);
		if (await card(page).isVisible())
			wrong.push(`a topic has a card: ${find}`);
	}
	wrong.push(...missing);
}

async function none(page, wrong) {
	const a = link(page, "둘로");
	await a.hover();
	await page.keyboard.press("Tab");
	if (await card(page).count() !== 0)
		wrong.push("there is a card");
	await a.click();
	await page.waitForURL(/%EB%91%98\.html$/);
}

require("./window.js")(site, async (look, url) => {
	const open = (from, act, path = "글/하나.html") => async (page, wrong) => {
		await page.goto(from + encodeURI(path));
		await act(page, wrong);
	};
	const phone = { hasTouch: true, isMobile: true,
		viewport: { width: 360, height: 640 } };
	await look("hover", {}, open(url.http, hover));
	await look("keys", {}, open(url.http, keys));
	await look("touch", phone, open(url.http, touch));
	await look("narrow", { viewport: { width: 360, height: 500 } },
		open(url.http, narrow));
	await look("dark", { colorScheme: "dark", reducedMotion: "reduce" },
		open(url.http, dark));
	await look("file", {}, open(url.file, none));
	await look("no script", { javaScriptEnabled: false }, open(url.http, none));
	// What a server may give in place of a fragment.
	const spoilt = (path, body, act, on) => async (page, wrong) => {
		await page.route(url.http + encodeURI(path), (route) =>
			route.fulfill({ body, contentType: "text/html" }));
		await open(url.http, act, on)(page, wrong);
	};
	await look("hostile", {}, spoilt("preview/note/속임.htm",
		"<p>속임</p><img src=x onerror='ran=1'><script>ran=1</script>" +
		"<p onclick='ran=1'>글</p>", hostile));
	await look("fallback", {}, spoilt("preview/place/많은글/절-9.htm",
		"<!DOCTYPE html><h1 id=x>404</h1>", fallback, "많은길.html"));
	await look("many", {}, open(url.http, many, "많은길.html"));
	await look("lists", {}, (page, wrong) => lists(page, wrong, url.http));
});
