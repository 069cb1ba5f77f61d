// search.js: run templates/search.js over the files of a site, and count
//
// usage: node search.js SITE QUERY…
"use strict";
const fs = require("fs");
const path = require("path");
const vm = require("vm");

const [, , site, ...queries] = process.argv;
const script = fs.readFileSync(
	path.join(__dirname, "../../templates/search.js"), "utf8");

// A reader who has nothing of the site yet.
function fresh() {
	const seen = { files: 0, bytes: 0 };
	const world = vm.createContext({ TextEncoder, TextDecoder, fetch: async (name) => {
		const bytes = fs.readFileSync(path.join(site, name));
		seen.files++;
		seen.bytes += bytes.length;
		return { ok: true, json: () => JSON.parse(bytes),
			arrayBuffer: () => new Uint8Array(bytes).buffer };
	} });
	vm.runInContext(script, world);
	return { seen, search: vm.runInContext("search", world) };
}

(async () => {
	let most = 0;
	console.log("%s", "   kB  files  found  ms  query");
	for (const query of queries) {
		const { seen, search } = fresh();
		const begin = performance.now();
		const { hits, of } = await search(query);
		const ms = performance.now() - begin;
		most = Math.max(most, seen.bytes);
		console.log("%s %s %s of %s  %s  %s",
			(seen.bytes / 1000).toFixed(1).padStart(6),
			String(seen.files).padStart(5), String(hits.length).padStart(3),
			String(of).padEnd(5), ms.toFixed(0).padStart(3), query.slice(0, 60));
	}
	console.log("at most %s kB of 100, index.json among them",
		(most / 1000).toFixed(1));
})();
