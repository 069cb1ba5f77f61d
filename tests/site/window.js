// window.js: Chromium and a server on loopback, for the tests beside it
//
// usage: require("./window.js")(MODULES, SITE, async (look, url) => …)
//
// look(NAME, OPTIONS, ACT) opens a window and prints "NAME: FACT", FACT being
// "fine" or what ACT(PAGE, WRONG) and the console say is wrong. url.file and
// url.http are where the site is; url.spoil(PATH, BYTES) lets the server give
// these in place of a file.
"use strict";
const fs = require("fs");
const http = require("http");

const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
	"--disable-background-networking", "--disable-component-update",
	"--disable-sync"];
const types = { html: "text/html; charset=utf-8", css: "text/css",
	js: "text/javascript", htm: "text/html; charset=utf-8" };

function serve(site, spoilt) {
	const server = http.createServer((request, answer) => {
		const name = decodeURIComponent(request.url.replace(/[?#].*/, ""));
		fs.readFile(site + name, (error, bytes) => {
			answer.writeHead(error && !spoilt.has(name) ? 404 : 200,
				{ "content-type": types[name.split(".").pop()] || "x/x" });
			answer.end(spoilt.get(name) || bytes);
		});
	});
	return new Promise((done) =>
		server.listen(0, "127.0.0.1", () => done(server)));
}

module.exports = async (modules, site, run) => {
	const { chromium } = require(modules + "/playwright-core");
	const browser = await chromium.launch({
		executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args });
	const spoilt = new Map();
	const server = await serve(site, spoilt);
	const url = { file: `file://${site}/`,
		http: `http://127.0.0.1:${server.address().port}/`,
		spoil: (path, bytes) => spoilt.set("/" + path, bytes) };
	const look = async (name, options, act) => {
		const context = await browser.newContext(options);
		const page = await context.newPage();
		const wrong = [];
		context.setDefaultTimeout(60000);
		page.on("console", (m) => wrong.push(`console: ${m.text()}`));
		page.on("pageerror", (e) => wrong.push(`error: ${e.message}`));
		page.on("dialog", (d) => {
			wrong.push(`dialog: ${d.message()}`);
			d.dismiss();
		});
		await act(page, wrong).catch((e) => wrong.push(e.message));
		console.log(`${name}: ${wrong.join("; ").replace(/\n/g, " ") || "fine"}`);
		await context.close();
	};
	try {
		await run(look, url);
	} finally {
		server.close();
		await browser.close();
	}
};
