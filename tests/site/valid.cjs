// valid.cjs: what html-validate asks of the pages
//
// Its recommended rules and those for whole documents. A rule that is off, or
// asks for less, says why.
"use strict";
module.exports = {
	root: true,
	extends: ["html-validate:recommended", "html-validate:document"],
	rules: {
		// Anchors are words of the writer's language; HTML lets an id be
		// anything without a space.
		"valid-id": ["error", { relaxed: true }],
		// Style and script are of the site itself. From file:// a browser
		// would refuse them with a hash.
		"require-sri": ["error", { target: "crossorigin" }],
		// What a search finds is a list of options that no <select> holds.
		"prefer-native-element": ["error", { exclude: ["listbox"] }],
		// A list may have a name, as ARIA 1.2 says.
		"aria-label-misuse": ["error", { allowAnyNamable: true }],
		// A writer's own table may do without, as HTML says.
		"prefer-tbody": "off",
		// Titles are the writer's, and the white space in their code.
		"long-title": "off",
		"no-trailing-whitespace": "off",
	},
};
