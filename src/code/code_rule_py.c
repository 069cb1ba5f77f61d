/* code_rule_py.c: the rules of Python, Java, JavaScript, TypeScript and SQL */
#include "code/code_rule.h"

static const char *const python_keywords[] = { "and", "as", "assert", "async",
	"await", "break", "class", "continue", "def", "del", "elif", "else",
	"except", "finally", "for", "from", "global", "if", "import", "in",
	"is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return",
	"try", "while", "with", "yield" };

static const char *const python_types[] = { "bool", "bytearray", "bytes",
	"complex", "dict", "float", "frozenset", "int", "list", "memoryview",
	"object", "set", "str", "tuple", "type" };

static const char *const python_values[] = { "Ellipsis", "False", "None",
	"NotImplemented", "True", "__name__" };

static const struct code_rules python_rules = {
	.keywords = CODE_WORDS(python_keywords),
	.types = CODE_WORDS(python_types),
	.values = CODE_WORDS(python_values),
	.line = "#",
	.quotes = "\"'",
	.raw = "",
	.flags = RULE_DECORATOR | RULE_CAPITALS | RULE_TRIPLE,
};

void
code_lex_python(struct code_scan *c)
{
	code_rule(c, &python_rules);
}

static const char *const java_keywords[] = { "abstract", "assert", "break",
	"case", "catch", "class", "continue", "default", "do", "else", "enum",
	"extends", "final", "finally", "for", "if", "implements", "import",
	"instanceof", "interface", "native", "new", "package", "permits",
	"private", "protected", "public", "record", "return", "sealed",
	"static", "strictfp", "super", "switch", "synchronized", "this",
	"throw", "throws", "transient", "try", "var", "volatile", "while",
	"yield" };

static const char *const java_types[] = { "boolean", "byte", "char", "double",
	"float", "int", "long", "short", "void" };

static const char *const java_values[] = { "false", "null", "true" };

static const struct code_rules java_rules = {
	.keywords = CODE_WORDS(java_keywords),
	.types = CODE_WORDS(java_types),
	.values = CODE_WORDS(java_values),
	.line = "//",
	.open = "/*",
	.close = "*/",
	.quotes = "\"'",
	.raw = "",
	.flags = RULE_DECORATOR | RULE_CAPITALS | RULE_TRIPLE,
};

void
code_lex_java(struct code_scan *c)
{
	code_rule(c, &java_rules);
}

static const char *const js_keywords[] = { "as", "async", "await", "break",
	"case", "catch", "class", "const", "continue", "debugger", "default",
	"delete", "do", "else", "export", "extends", "finally", "for", "from",
	"function", "if", "import", "in", "instanceof", "let", "new", "of",
	"return", "static", "super", "switch", "this", "throw", "try", "typeof",
	"var", "void", "while", "with", "yield" };

static const char *const js_values[] = { "Infinity", "NaN", "false", "null",
	"true", "undefined" };

static const struct code_rules js_rules = {
	.keywords = CODE_WORDS(js_keywords),
	.values = CODE_WORDS(js_values),
	.line = "//",
	.open = "/*",
	.close = "*/",
	.quotes = "\"'`",
	.raw = "`",
	.flags = RULE_DECORATOR | RULE_CAPITALS | RULE_REGEX,
};

void
code_lex_js(struct code_scan *c)
{
	code_rule(c, &js_rules);
}

static const char *const ts_keywords[] = { "abstract", "asserts", "declare",
	"enum", "implements", "infer", "interface", "is", "keyof", "namespace",
	"override", "private", "protected", "public", "readonly", "satisfies",
	"type", "unique" };

static const char *const ts_types[] = { "any", "bigint", "boolean", "never",
	"number", "object", "string", "symbol", "unknown" };

static const struct code_rules ts_rules = {
	.keywords = CODE_WORDS(js_keywords),
	.more = CODE_WORDS(ts_keywords),
	.types = CODE_WORDS(ts_types),
	.values = CODE_WORDS(js_values),
	.line = "//",
	.open = "/*",
	.close = "*/",
	.quotes = "\"'`",
	.raw = "`",
	.flags = RULE_DECORATOR | RULE_CAPITALS | RULE_REGEX,
};

void
code_lex_ts(struct code_scan *c)
{
	code_rule(c, &ts_rules);
}

static const char *const sql_keywords[] = { "add", "all", "alter", "analyze",
	"and", "any", "as", "asc", "attach", "autoincrement", "begin",
	"between", "by", "cascade", "case", "check", "collate", "column",
	"commit", "conflict", "constraint", "create", "cross", "current",
	"database", "declare", "default", "deferrable", "delete", "desc",
	"distinct", "do", "drop", "each", "else", "end", "escape", "except",
	"exists", "explain", "filter", "first", "following", "for", "foreign",
	"from", "full", "function", "generated", "glob", "grant", "group",
	"having", "if", "ignore", "ilike", "immediate", "in", "index", "inner",
	"insert", "instead", "intersect", "into", "is", "isnull", "join", "key",
	"language", "last", "lateral", "left", "like", "limit", "match",
	"materialized", "natural", "not", "nothing", "notnull", "nulls", "of",
	"offset", "on", "or", "order", "outer", "over", "partition", "pragma",
	"preceding", "primary", "procedure", "range", "recursive", "references",
	"regexp", "reindex", "release", "rename", "replace", "restrict",
	"returning", "returns", "revoke", "right", "rollback", "row", "rows",
	"savepoint", "schema", "security", "select", "set", "table", "temp",
	"temporary", "then", "ties", "to", "transaction", "trigger", "truncate",
	"unbounded", "union", "unique", "update", "using", "vacuum", "values",
	"view", "virtual", "volatile", "when", "where", "window", "with",
	"without" };

static const char *const sql_types[] = { "bigint", "bigserial", "bit", "blob",
	"bool", "boolean", "bytea", "char", "character", "date", "datetime",
	"decimal", "double", "float", "int", "integer", "interval", "json",
	"jsonb", "numeric", "real", "serial", "smallint", "text", "time",
	"timestamp", "timestamptz", "tinyint", "uuid", "varchar", "varying" };

static const char *const sql_values[] = { "current_date", "current_time",
	"current_timestamp", "false", "null", "true" };

static const struct code_rules sql_rules = {
	.keywords = CODE_WORDS(sql_keywords),
	.types = CODE_WORDS(sql_types),
	.values = CODE_WORDS(sql_values),
	.line = "--",
	.open = "/*",
	.close = "*/",
	.quotes = "'\"`",
	.raw = "'\"`",
	.flags = RULE_NO_CASE | RULE_DOUBLED,
};

void
code_lex_sql(struct code_scan *c)
{
	code_rule(c, &sql_rules);
}
