// replay.js: a session is played, as lines "NAME: FACT"; see window.js
//
// usage: node replay.js MODULES SITE SHOTS PLAY PAUSE SPEED FAILED [all]
"use strict";
const fs = require("fs");
const [, , modules, site, shots, play, pause, speed, failed, all] = process.argv;

const path = "session.html";
const pre = ".session pre";
const button = (page) => page.locator(".replay button").first();
const place = (page) => page.locator(".replay input");
// What was printed, without what was typed.
const printed = (page) => page.$$eval(`${pre} > samp`,
	(v) => v.map((e) => e.textContent).join(""));
const screen = (page) => page.locator(pre).first().innerText();
const asks = (page) => {
	const all = [];
	page.on("request", (r) => r.url().endsWith(".cast") && all.push(r.url()));
	return all;
};
// Until the slider is there: what is played ends when it ends.
const until = (page, at) => page.waitForFunction((from) => {
	const to = document.querySelector(".replay input");
	return to.max > 0 && to.value >= from * to.max - 0.01;
}, at);
const move = (page, at) => place(page).evaluate((to, part) => {
	to.value = part * to.max;
	to.dispatchEvent(new Event("input"));
}, at);
// All that is on the screen, from the first moment to the last.
const frames = async (page, what) => {
	const seen = new Set();
	for (let i = 0; i <= 250; i++) {
		await move(page, Math.min(i / 250, 0.9999));
		seen.add(await what(page));
	}
	return [...seen];
};
// How long the recording is, with and without a second at most between two.
const waits = () => fs.readFileSync(`${site}/session/play.cast`, "utf8")
	.trim().split("\n").slice(1).map((s) => JSON.parse(s)[0])
	.reduce(([a, b], s) => [a + s, b + Math.min(s, 1)], [0, 0]);

async function plays(page, wrong, url) {
	const fetched = asks(page);
	await page.goto(url + path);
	const words = await page.locator(pre).first().innerHTML();
	if (await button(page).textContent() !== play)
		wrong.push(`the button says ${await button(page).textContent()}`);
	if (fetched.length !== 0)
		wrong.push("the recording is fetched before anybody wants it");
	await button(page).focus();
	await page.keyboard.press("Enter");
	await until(page, 0.05);
	if (await button(page).textContent() !== pause)
		wrong.push(`then it says ${await button(page).textContent()}`);
	await page.keyboard.press("Space");
	if (await button(page).textContent() !== play)
		wrong.push("it cannot be stopped");
	const stands = await place(page).inputValue();
	await page.waitForTimeout(300);
	if (await place(page).inputValue() !== stands)
		wrong.push("it goes on when it was stopped");
	if (await page.locator(pre).first().innerHTML() === words)
		wrong.push("nothing is played");
	await page.screenshot({ path: `${shots}/replay.png` });
	await page.keyboard.press("Tab");
	await page.keyboard.press("Enter");
	if (!(await page.locator(".replay button").nth(1).textContent())
		.includes(`${speed} 2×`))
		wrong.push("it is not twice as fast");
	await page.keyboard.press("Shift+Tab");
	await page.keyboard.press("Enter");
	await until(page, 1);
	await page.locator(".replay button", { hasText: play }).first().waitFor();
	if (await page.locator(pre).first().innerHTML() !== words)
		wrong.push("the transcript does not come back");
	if (fetched.length !== 1)
		wrong.push(`it is fetched ${fetched.length} times`);
	await place(page).focus();
	await page.keyboard.press("Home");
	if (/echo/.test(await screen(page)))
		wrong.push("the slider does not lead to the start");
	await page.keyboard.press("End");
	if (await page.locator(pre).first().innerHTML() !== words)
		wrong.push("nor to the end");
}

async function shows(page, wrong, url) {
	await page.goto(url + path);
	await button(page).click();
	await until(page, 0.01);
	await button(page).click();
	const typed = await frames(page, screen);
	if (!typed.some((s) => /^\$ ech?o?$/.test(s.trim())))
		wrong.push("never: a command half typed");
	const seen = await frames(page, printed);
	const has = (what, is) => seen.some(is) || wrong.push(`never: ${what}`);
	has("the first of the bar", (s) => /^ 10%$/m.test(s));
	has("the next over it", (s) => /^ 60%$/m.test(s) && !/10%/.test(s));
	has("the end of it", (s) => /^100%$/m.test(s));
	has("a line of which the end was erased", (s) => /^ab$/m.test(s));
	if (seen.some((s) => /[\0-\x08\x0b-\x1f\x7f]|\[3|\[K/.test(s)))
		wrong.push("what steers a terminal is on the page");
	if (await page.locator(`${pre} b`).count() !== 0)
		wrong.push("what was printed is HTML");
	if (!seen.at(-1).endsWith("\n가나다 <b>x</b>\n"))
		wrong.push(`at the end: ${seen.at(-1)}`);
	const [long, short] = waits();
	const max = await place(page).evaluate((e) => +e.max);
	// What is typed takes 1.5 s at most.
	if (long - short < 1.9 || max < short || max > short + 5 * 1.6)
		wrong.push(`${long} s take ${max} s`);
}

async function fine(page) {
	return page.evaluate(async () => (await window.axe.run(document, {
		runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
			"best-practice"],
		rules: { "target-size": { enabled: true } } })).violations
		.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 100)}`));
}

require("./window.js")(site, async (look, url) => {
	await look("plays", {}, (page, wrong) => plays(page, wrong, url.http));
	if (!all)
		return;
	await look("shows", {}, (page, wrong) => shows(page, wrong, url.http));
	await look("still", { reducedMotion: "reduce" }, async (page, wrong) => {
		const fetched = asks(page);
		await page.goto(url.http + path);
		await page.waitForTimeout(500);
		if (fetched.length !== 0 || !/echo/.test(await screen(page)))
			wrong.push("it moves by itself");
		await button(page).click();
		await until(page, 0.01);
		await button(page).click();
		if ((await frames(page, screen)).some((s) => /^\$ ech?$/.test(s.trim())))
			wrong.push("letters are typed");
	});
	await look("gone", {}, async (page, wrong) => {
		await page.route(/\.cast$/, (route) =>
			route.fulfill({ status: 200, body: "not found" }));
		await page.goto(url.http + path);
		const words = await screen(page);
		await button(page).click();
		await page.locator(".replay", { hasText: failed }).waitFor();
		if (await screen(page) !== words)
			wrong.push("the transcript is gone, too");
		if (await button(page).textContent() !== play)
			wrong.push("it seems to play");
	});
	await look("file", {}, async (page, wrong) => {
		await page.goto(url.file + path);
		if (await page.locator(".replay").count() !== 0)
			wrong.push("there is a button that can do nothing");
		if (!/echo/.test(await screen(page)))
			wrong.push("there is no transcript");
	});
	await look("no script", { javaScriptEnabled: false }, async (page, wrong) => {
		await page.goto(url.http + path);
		if (await page.locator("button").count() !== 0)
			wrong.push("there is a button");
		if (!/echo/.test(await screen(page)))
			wrong.push("there is no transcript");
	});
	await look("other page", {}, async (page, wrong) => {
		await page.goto(`${url.http}index.html`);
		if (await page.locator("script[src*=replay]").count() !== 0)
			wrong.push("it has the script");
	});
	for (const [width, colorScheme] of [[1280, "light"], [360, "dark"],
		[1280, "dark"], [360, "light"]])
		await look(`${width} ${colorScheme}`,
			{ viewport: { width, height: 800 }, colorScheme },
			async (page, wrong) => {
				// The policy of the page holds for its own scripts alone.
				await page.addInitScript(fs.readFileSync(
					`${modules}/axe-core/axe.min.js`, "utf8"));
				await page.goto(url.http + path);
				wrong.push(...await fine(page));
				await button(page).click();
				await until(page, 0.5);
				await button(page).click();
				wrong.push(...await fine(page));
				if (await page.evaluate(() =>
					document.documentElement.scrollWidth > innerWidth))
					wrong.push("the page is too wide");
				const small = await page.$$eval(".replay *", (v) => v.filter((e) =>
					e.getBoundingClientRect().right > innerWidth).length);
				if (small)
					wrong.push("the bar is cut");
				await page.screenshot({ path:
					`${shots}/replay-${width}-${colorScheme}.png` });
			});
});
