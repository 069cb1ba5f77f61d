// graph.js: the graph in a browser, as lines "NAME: FACT"; see window.js
//
// usage: node graph.js MODULES SITE SHOTS
"use strict";
const [, , , site, shots] = process.argv;

const name = (page) => page.locator(".net p");
const bytes = (page) => page.$eval("canvas", (c) => c.toDataURL());
const row = (page, text) => page.locator(".net-list > li > a", { hasText: text })
	.first();

// Counts what is drawn, before the page has a script.
async function counting(page) {
	await page.addInitScript(() => {
		const ask = requestAnimationFrame;
		window.asked = 0;
		window.requestAnimationFrame = (act) => {
			window.asked++;
			return ask(act);
		};
	});
}

// Until nothing asks for a frame any more.
async function rest(page) {
	let before = -1, now = await page.evaluate(() => window.asked);
	for (let i = 0; i < 200 && now !== before; i++) {
		before = now;
		await page.waitForTimeout(250);
		now = await page.evaluate(() => window.asked);
	}
	return now === before;
}

// A place on the canvas where this note is: what the pointer would find there
// is asked in the page, since a real one takes its time.
async function find(page, text) {
	const spot = await page.$eval("canvas", (canvas, want) => {
		const box = canvas.getBoundingClientRect();
		for (let y = box.top + 4; y < box.bottom; y += 5)
			for (let x = box.left + 4; x < box.right; x += 5) {
				canvas.dispatchEvent(new PointerEvent("pointermove",
					{ clientX: x, clientY: y, pointerId: 99 }));
				if (document.querySelector(".net p").textContent
					.startsWith(want))
					return { x, y };
			}
		return null;
	}, text);
	if (!spot)
		throw new Error(`${text} is nowhere`);
	await page.mouse.move(spot.x, spot.y);
	await name(page).filter({ hasText: text }).waitFor();
	return spot;
}

async function drawn(page, wrong) {
	if (!await rest(page))
		wrong.push("it does not come to rest");
	await page.screenshot({ path: `${shots}/graph-light.png` });
	const still = await bytes(page);
	await page.waitForTimeout(300);
	if (await bytes(page) !== still)
		wrong.push("it is drawn anew at rest");
	// The list leads.
	await row(page, "가운데").focus();
	await name(page).filter({ hasText: "가운데 (5)" }).waitFor();
	await page.screenshot({ path: `${shots}/graph-lit.png` });
	if (await bytes(page) === still)
		wrong.push("the focus lights nothing");
	await page.keyboard.press("Tab");
	if (await name(page).textContent() === "가운데 (5)")
		wrong.push("the next link of the list is not lit");
	await page.locator(".site").focus();
	await name(page).filter({ hasNotText: /./ }).waitFor({ state: "attached" });
	await rest(page);
	if (await bytes(page) !== still)
		wrong.push("it is not as before");
	await row(page, "가운데").focus();
	await page.keyboard.press("Enter");
	await page.waitForURL(/%EA%B0%80%EC%9A%B4%EB%8D%B0\.html$/);
}

async function pointer(page, wrong) {
	await rest(page);
	const at = await find(page, "가운데"), before = await bytes(page);
	await page.mouse.down();
	await page.mouse.move(at.x + 60, at.y + 40, { steps: 6 });
	await page.mouse.up();
	await rest(page);
	if (!page.url().endsWith("graph.html"))
		wrong.push("to drag is to click");
	const moved = await bytes(page);
	if (moved === before)
		wrong.push("nothing was dragged");
	const box = await page.locator("canvas").boundingBox();
	await page.mouse.move(box.x + 8, box.y + 8);
	const scroll = await page.evaluate(() => scrollY);
	await rest(page);
	const left = await bytes(page);
	// The wheel alone is left to the page.
	const taken = await page.$eval("canvas", (canvas) => !canvas.dispatchEvent(
		new WheelEvent("wheel", { deltaY: -240, cancelable: true })));
	await rest(page);
	if (taken || await bytes(page) !== left)
		wrong.push("the wheel alone zooms");
	await page.keyboard.down("Control");
	await page.mouse.wheel(0, -240);
	await page.keyboard.up("Control");
	await rest(page);
	const zoomed = await bytes(page);
	if (zoomed === left || await page.evaluate(() => scrollY) !== scroll)
		wrong.push("the wheel with Ctrl does not zoom");
	await page.mouse.down();
	await page.mouse.move(box.x + 60, box.y + 60, { steps: 4 });
	await page.mouse.up();
	await rest(page);
	if (await bytes(page) === zoomed)
		wrong.push("the whole is not moved");
	await page.reload();
	await rest(page);
	await find(page, "<b>나쁜");
	if (await page.locator(".net p b").count() !== 0)
		wrong.push("a title is markup");
	const there = await find(page, "가운데");
	await page.mouse.click(there.x, there.y);
	await page.waitForURL(/%EA%B0%80%EC%9A%B4%EB%8D%B0\.html$/);
}

async function days(page, wrong) {
	await rest(page);
	const without = await bytes(page);
	await row(page, "11월 23일").focus();
	await page.waitForTimeout(100);
	if (await name(page).textContent() !== "")
		wrong.push("a day is there already");
	await page.locator(".net input").check();
	await rest(page);
	if (await bytes(page) === without)
		wrong.push("days are not drawn");
	await row(page, "11월 23일").focus();
	await name(page).filter({ hasText: "11월 23일 (월) (2)" }).waitFor();
	await page.screenshot({ path: `${shots}/graph-days.png` });
}

async function dark(page, wrong) {
	await rest(page);
	const first = await bytes(page);
	await page.screenshot({ path: `${shots}/graph-dark.png` });
	await page.emulateMedia({ colorScheme: "light" });
	await page.waitForFunction((was) =>
		document.querySelector("canvas").toDataURL() !== was, first);
	await page.emulateMedia({ colorScheme: "dark" });
	await page.waitForFunction((was) =>
		document.querySelector("canvas").toDataURL() === was, first)
		.catch(() => wrong.push("light and back is not the same"));
}

// Without motion: at once, and the same each time.
async function still(page, wrong) {
	await page.waitForFunction(() => window.asked > 0);
	await rest(page);
	const first = await bytes(page), asked = await page.evaluate(() => asked);
	if (asked > 3)
		wrong.push(`${asked} frames`);
	await page.reload();
	await rest(page);
	if (await bytes(page) !== first)
		wrong.push("it is another one each time");
}

async function phone(page, wrong) {
	await rest(page);
	const box = await page.locator("canvas").boundingBox();
	const wide = await page.evaluate(() => document.documentElement.scrollWidth);
	if (wide > 360 || box.x < 0 || box.x + box.width > 360 || box.height > 480)
		wrong.push(`${wide} wide, ${JSON.stringify(box)}`);
	await page.screenshot({ path: `${shots}/graph-360.png` });
	const before = await bytes(page);
	const session = await page.context().newCDPSession(page);
	const x = box.x + box.width / 2, y = box.y + box.height / 2;
	const touch = (type, d) => session.send("Input.dispatchTouchEvent", { type,
		touchPoints: d ? [{ x: x - d, y, id: 0 }, { x: x + d, y, id: 1 }] : [] });
	await touch("touchStart", 30);
	for (let d = 35; d < 100; d += 5)
		await touch("touchMove", d);
	await touch("touchEnd", 0);
	await rest(page);
	if (await bytes(page) === before)
		wrong.push("two fingers do not zoom");
	if (!page.url().endsWith("graph.html"))
		wrong.push("they lead away");
	// Both move up, side by side.
	const zoomed = await bytes(page);
	const both = (type, up) => session.send("Input.dispatchTouchEvent", { type,
		touchPoints: [{ x: x - 40, y: y - up, id: 0 },
			{ x: x + 40, y: y - up, id: 1 }] });
	await both("touchStart", 0);
	for (let up = 5; up < 60; up += 5)
		await both("touchMove", up);
	await touch("touchEnd", 0);
	await rest(page);
	if (await bytes(page) === zoomed)
		wrong.push("two fingers do not move it");
	if (await page.evaluate(() => scrollY) !== 0)
		wrong.push("they scroll the page");
	// One finger goes past it, and drags no note with it.
	const seen = await bytes(page);
	const one = (type, up) => session.send("Input.dispatchTouchEvent", { type,
		touchPoints: type === "touchEnd" ? [] : [{ x, y: y - up, id: 0 }] });
	await one("touchStart", 0);
	for (let up = 10; up <= 200; up += 10)
		await one("touchMove", up);
	await one("touchEnd", 0);
	await page.waitForFunction(() => scrollY > 100, null, { timeout: 10000 })
		.catch(() => wrong.push("one finger does not scroll the page"));
	await rest(page);
	if (await bytes(page) !== seen)
		wrong.push("one finger moves the graph");
	await page.reload();
	await rest(page);
	const dot = await find(page, "가운데");
	await page.touchscreen.tap(dot.x, dot.y);
	await page.waitForURL(/%EA%B0%80%EC%9A%B4%EB%8D%B0\.html$/);
}

async function keys(page, wrong) {
	await rest(page);
	const whole = await bytes(page);
	await page.locator("canvas").focus();
	const top = await page.evaluate(() => scrollY);
	let before = whole;
	for (const key of ["ArrowRight", "ArrowDown", "+", "-", "ArrowLeft"]) {
		await page.keyboard.press(key);
		await rest(page);
		const now = await bytes(page);
		if (now === before)
			wrong.push(`${key} does nothing`);
		before = now;
	}
	if (await page.evaluate(() => scrollY) !== top)
		wrong.push("the keys scroll the page");
	await page.keyboard.press("0");
	await rest(page);
	if (await bytes(page) !== whole)
		wrong.push("0 does not show it whole");
	await page.keyboard.press("Tab");
	if (await page.evaluate(() => document.activeElement.localName) === "canvas")
		wrong.push("the focus does not leave it");
}

async function list(page, wrong) {
	if (await page.locator(".net").isVisible())
		wrong.push("there is an empty box");
	await row(page, "가운데").click();
	await page.waitForURL(/%EA%B0%80%EC%9A%B4%EB%8D%B0\.html$/);
}

async function print(page, wrong) {
	await rest(page);
	await page.emulateMedia({ media: "print" });
	if (await page.locator("canvas").isVisible())
		wrong.push("the drawing is printed");
	if (!await row(page, "가운데").isVisible())
		wrong.push("the list is not");
}

require("./window.js")(site, async (look, url) => {
	const open = (from, act) => async (page, wrong) => {
		await counting(page);
		await page.goto(from + "graph.html");
		await act(page, wrong);
	};
	await look("drawn", {}, open(url.file, drawn));
	await look("pointer", { reducedMotion: "reduce" }, open(url.http, pointer));
	await look("days", {}, open(url.http, days));
	await look("dark", { colorScheme: "dark", reducedMotion: "reduce" },
		open(url.http, dark));
	await look("still", { reducedMotion: "reduce" }, open(url.file, still));
	await look("phone", { hasTouch: true, isMobile: true,
		viewport: { width: 360, height: 740 } }, open(url.http, phone));
	await look("keys", { reducedMotion: "reduce" }, open(url.http, keys));
	await look("no script", { javaScriptEnabled: false },
		async (page, wrong) => {
			await page.goto(url.file + "graph.html");
			await list(page, wrong);
		});
	await look("print", {}, open(url.file, print));
});
