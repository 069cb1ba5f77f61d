// preview.js: a card beside a link, with the start of the note it leads to
"use strict";

(() => {
	const from = document.currentScript.dataset.previews;
	const root = new URL(`${from}..`, location).href;
	const card = document.createElement("div");
	let link, timer, long;

	// Files cannot be fetched.
	if (location.protocol === "file:")
		return;
	Object.assign(card, { id: "_preview", className: "preview",
		role: "tooltip", hidden: true });
	document.body.append(card);

	// A file: a fragment, then places and theirs.
	const read = async (path) => {
		const answer = await fetch(from + path);
		return answer.ok ? (await answer.text()).split(/<!--(.*)-->\n/) : [];
	};
	// Without attributes nothing acts; such a script never runs.
	const clean = (html) => {
		const { body } = new DOMParser().parseFromString(html, "text/html");
		return [...body.querySelectorAll("*")].every((e) =>
			e.getAttributeNames().every((n) => /^(class|lang)$/.test(n))) && body;
	};
	// The place it leads to, or else the note. A place has a card where a
	// writer links to it; behind the first 8, it has a file.
	const load = async (a) => {
		const [page, place] = a.href.split("#");
		const id = page.slice(root.length, -5);
		if (!page.startsWith(root) || a.pathname === location.pathname)
			return;
		const all = await read(`note/${id}.htm`), at = all.indexOf(place);
		const part = place && a.matches(".link") && (at > 0
			? all[at + 1] : all[16] && (await read(`place/${id}/${place}.htm`))[0]);
		return part && clean(part) || all[0] && clean(all[0]);
	};
	const hide = () => {
		clearTimeout(timer);
		link?.removeAttribute("aria-describedby");
		link = null;
		card.hidden = true;
	};
	const show = async (a) => {
		hide();
		link = a;
		const body = await load(a).catch(() => {});
		if (!body || link !== a)
			return;
		card.replaceChildren(...body.childNodes);
		card.hidden = false;
		a.setAttribute("aria-describedby", card.id);
		// Below the link, or else above.
		const r = a.getBoundingClientRect(), { style } = card;
		const room = innerHeight - r.bottom - 14;
		style.maxHeight = `min(24rem, ${Math.max(room, r.top - 14)}px)`;
		style.left = `max(8px, min(${r.left}px, 100% - 26.5rem))`;
		const high = card.offsetHeight;
		const top = high > room ? r.top - high - 6 : r.bottom + 6;
		style.top = `${scrollY + top}px`;
	};
	const later = (wait, what, a) => {
		clearTimeout(timer);
		timer = setTimeout(what, wait, a);
	};
	// It stays while link or card have the pointer or the focus.
	const leave = () => later(250, () => [link, card].some((e) =>
		e?.matches(":hover, :focus-visible")) || hide());
	const on = (type, act) => document.addEventListener(type, (e) => act(e,
		e.target.closest?.("a.link:not(.file), .backlinks a, .notes a:not(.tag), " +
			":is(a.when, :is(.what, .where, .turn, .net-list, .lead) a)" +
			":not([href*='topics/'])"),
		e.pointerType === "touch"), true);

	on("pointerover", (e, a, touch) =>
		touch || (a && a !== link ? later(350, show, a) : leave()));
	on("focusin", (e, a) =>
		a?.matches(":focus-visible") && later(350, show, a));
	on("focusout", leave);
	on("keydown", (e) => e.key === "Escape" && hide());
	// A long press shows it, and is no click. On a busy machine the browser
	// may be first to call it one.
	const press = (a) => {
		if (!long)
			show(a);
		long = true;
	};
	on("pointerdown", (e, a, touch) => {
		long = false;
		if (touch)
			hide();
		if (touch && a)
			later(450, press, a);
	});
	on("lostpointercapture", () => long || leave());
	on("contextmenu", (e, a, touch) => {
		if (touch && a) {
			e.preventDefault();
			press(a);
		}
	});
	on("click", (e) => long && e.detail && e.preventDefault());
})();
