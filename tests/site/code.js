// code.js: the button that copies a block of code, as lines "NAME: FACT"
//
// usage: node code.js MODULES SITE PAGE
//
// The page is opened from file:// and from a server on loopback. The button is
// pressed with the keyboard, and what the clipboard then holds is pasted into
// a field. FACT is "fine" or what is wrong.
"use strict";
const [, , modules, site, path] = process.argv;
const { chromium } = require(modules + "/playwright-core");
const fs = require("fs");
const http = require("http");

const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
	"--disable-background-networking", "--disable-component-update",
	"--disable-sync"];
const types = { html: "text/html; charset=utf-8", css: "text/css",
	js: "text/javascript" };

function serve() {
	const server = http.createServer((request, answer) => {
		const name = decodeURI(request.url).replace(/[?#].*/, "");
		fs.readFile(site + name, (error, bytes) => {
			answer.writeHead(error ? 404 : 200,
				{ "content-type": types[name.split(".").pop()] });
			answer.end(bytes);
		});
	});
	return new Promise((done) =>
		server.listen(0, "127.0.0.1", () => done(server)));
}

function say(name, wrong) {
	console.log(`${name}: ${wrong.join("; ") || "fine"}`);
}

// What a reader has in the clipboard, pasted where nothing else is.
async function paste(page) {
	await page.evaluate(() => {
		const field = document.createElement("textarea");
		field.id = "pasted";
		document.body.append(field);
		field.focus();
	});
	await page.keyboard.press("Control+V");
	return page.evaluate(() => {
		const field = document.getElementById("pasted");
		field.remove();
		return field.value;
	});
}

// Each block is copied with Enter; its text comes out, without its numbers
// and the end of its last line.
async function press(page, wrong) {
	const blocks = await page.$$eval(".prose pre > code",
		(v) => v.map((code) => code.textContent.replace(/\n$/, "")));
	const buttons = page.locator(".copy button");
	const said = page.locator("[role=status]");
	const n = await buttons.count();

	if (n !== blocks.length || n < 3)
		wrong.push(`${n} buttons, ${blocks.length} blocks`);
	for (let i = 0; i < n; i++) {
		const button = buttons.nth(i);

		if (await button.textContent() !== "복사")
			wrong.push(`it is called ${await button.textContent()}`);
		await button.focus();
		await page.keyboard.press("Enter");
		await said.filter({ hasText: "복사했다" }).waitFor(
			{ state: "attached" });
		const text = await paste(page);
		if (text !== blocks[i])
			wrong.push(`pasted ${JSON.stringify(text)}`);
		// It does not say so for ever.
		await said.filter({ hasNotText: "복사했다" }).waitFor(
			{ state: "attached" });
	}
}

async function look(browser, name, url, options, before, act) {
	const context = await browser.newContext(options);
	const page = await context.newPage();
	const wrong = [];
	page.on("console", (m) => wrong.push(`console: ${m.text()}`));
	page.on("pageerror", (e) => wrong.push(`error: ${e.message}`));
	if (before)
		await page.addInitScript(before);
	await page.goto(url);
	await act(page, wrong);
	say(name, wrong);
	await context.close();
}

(async () => {
	const browser = await chromium.launch({
		executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args });
	const server = await serve();
	const file = `file://${site}/${path}`;
	const http_ = `http://127.0.0.1:${server.address().port}/${path}`;
	await look(browser, "file", file, {}, null, press);
	await look(browser, "server", http_, {}, null, press);
	await look(browser, "no clipboard", http_, {}, () => {
		Object.defineProperty(navigator, "clipboard", { value: undefined });
	}, press);
	await look(browser, "no script", file, { javaScriptEnabled: false }, null,
		async (page, wrong) => {
			if (await page.locator("button").count() !== 0)
				wrong.push("there is a button");
			if (await page.locator("pre .l").count() === 0)
				wrong.push("lines have no numbers");
		});
	await look(browser, "touch", file, { hasTouch: true, isMobile: true,
		viewport: { width: 360, height: 740 } }, null,
	async (page, wrong) => {
		const opacity = await page.$eval(".copy button",
			(e) => getComputedStyle(e).opacity);
		if (opacity !== "1")
			wrong.push("the button is not seen");
	});
	await look(browser, "line", `${file}#code-1-L8`, {}, null,
		async (page, wrong) => {
			const number = await page.evaluate(() => {
				const line = document.querySelector(":target");
				return line && getComputedStyle(line, "::before").content;
			});
			if (number !== '"8"')
				wrong.push(`the line is ${number}`);
		});
	server.close();
	await browser.close();
})().catch((e) => {
	console.error(e.message);
	process.exit(1);
});
