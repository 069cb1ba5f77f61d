# contrast.awk: the contrast of colours of code on what is behind it, and of
# text and links that are marked
#
# Reads the stylesheet; prints "SCHEME NAME ON RATIO" for each pair, by the
# formulas of WCAG 2.2 ("relative luminance", "contrast ratio").
function channel(hex) {
	digits = "0123456789abcdef"
	v = 16 * index(digits, substr(hex, 1, 1)) - 16
	v = (v + index(digits, substr(hex, 2, 1)) - 1) / 255
	return v <= 0.04045 ? v / 12.92 : exp(2.4 * log((v + 0.055) / 1.055))
}
function luminance(hex) {
	if (length(hex) == 3)
		hex = substr(hex, 1, 1) substr(hex, 1, 1) substr(hex, 2, 1) \
			substr(hex, 2, 1) substr(hex, 3, 1) substr(hex, 3, 1)
	return 0.2126 * channel(substr(hex, 1, 2)) + \
		0.7152 * channel(substr(hex, 3, 2)) + \
		0.0722 * channel(substr(hex, 5, 2))
}
/^@media print/ { exit }
/prefers-color-scheme: dark/ { dark = 1 }
/^\t+--[a-z]+: #[0-9a-f]+;$/ {
	name = $1
	gsub(/[-:]/, "", name)
	gsub(/[#;]/, "", $2)
	colour[dark + 0, name] = $2
}
# Only what rules of code use.
/^pre .*color: var\(--/ {
	name = $0
	sub(/.*[^-]color: var\(--/, "", name)
	sub(/\).*/, "", name)
	used[name] = 1
}
function tell(scheme, name, ground) {
	a = luminance(colour[scheme, name])
	b = luminance(colour[scheme, ground])
	if (a < b) {
		c = a
		a = b
		b = c
	}
	printf "%s %s %s %.2f\n", scheme ? "dark" : "light", name, ground,
		(a + 0.05) / (b + 0.05)
}
END {
	for (scheme = 0; scheme < 2; scheme++) {
		for (name in used) {
			tell(scheme, name, "page")
			tell(scheme, name, "tint")
		}
		if (!((scheme, "mark") in colour))
			continue
		tell(scheme, "ink", "mark")
		tell(scheme, "accent", "mark")
		tell(scheme, "bad", "mark")
	}
}
