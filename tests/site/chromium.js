// chromium.js: what the tests in a browser share
//
// The first argument of each of them is the folder of modules. Pages are
// named by their path in the site, as in "ipc/pipe.html".
"use strict";
const fs = require("fs");
const http = require("http");
const path = require("path");

const { chromium } = require(process.argv[2] + "/playwright-core");

const args = ["--no-sandbox", "--disable-gpu", "--disable-quic",
	"--no-first-run", "--disable-background-networking",
	"--disable-component-update", "--disable-sync"];

exports.launch = () => chromium.launch({
	executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args });

// The address of a page below that of the site.
exports.at = (site, page) =>
	`${site}/${page.split("/").map(encodeURIComponent).join("/")}`;

// All pages of a site; those that only lead on to another are passed over.
exports.pages = (dir) => {
	const found = [];
	const walk = (sub) => {
		for (const e of fs.readdirSync(path.join(dir, sub),
			{ withFileTypes: true })) {
			const name = sub ? `${sub}/${e.name}` : e.name;
			if (e.isDirectory())
				walk(name);
			else if (name.endsWith(".html") &&
				!fs.readFileSync(path.join(dir, name), "utf8")
					.includes('http-equiv="refresh"'))
				found.push(name);
		}
	};
	walk("");
	return found.sort();
};

// Pages of every kind, and not all of them: those at the top, and of each
// folder the n with the most on them.
exports.some = (dir, n = 2) => {
	const size = (page) => fs.statSync(path.join(dir, page)).size;
	const folders = new Map();
	for (const page of exports.pages(dir)) {
		const folder = path.dirname(page);
		folders.set(folder, [...folders.get(folder) || [], page]);
	}
	return [...folders].flatMap(([folder, pages]) =>
		folder === "." ? pages : pages.sort(
			(a, b) => size(b) - size(a) || (a < b ? -1 : 1)).slice(0, n));
};

// The site on loopback, as the plainest of servers has it.
exports.serve = (dir) => new Promise((resolve) => {
	const types = { ".html": "text/html", ".css": "text/css",
		".js": "text/javascript", ".json": "application/json",
		".png": "image/png", ".xml": "application/xml",
		".txt": "text/plain" };
	const server = http.createServer((request, response) => {
		let name = decodeURIComponent(
			request.url.replace(/[?#].*/, "")).slice(1);
		if (!name || name.endsWith("/"))
			name += "index.html";
		fs.readFile(path.join(dir, name), (error, bytes) => {
			response.writeHead(error ? 404 : 200, { "Content-Type":
				types[path.extname(name)] || "application/octet-stream" });
			response.end(error ? "" : bytes);
		});
	});
	server.listen(0, "127.0.0.1", () => resolve({
		url: `http://127.0.0.1:${server.address().port}`,
		close: () => server.close() }));
});

// Run the test and end with 1 when it throws.
exports.main = (test) => (async () => {
	const browser = await exports.launch();
	try {
		await test(browser);
	} finally {
		await browser.close();
	}
})().catch((e) => {
	console.error(e.stack);
	process.exit(1);
});
