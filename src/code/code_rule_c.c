/* code_rule_c.c: the rules of C, C++, Go and Rust */
#include "code/code_rule.h"

static const char *const c_keywords[] = { "_Alignas", "_Alignof", "_Atomic",
	"_Generic", "_Noreturn", "_Static_assert", "_Thread_local",
	"__attribute__", "alignas", "alignof", "asm", "auto", "break", "case",
	"const", "constexpr", "continue", "default", "do", "else", "enum",
	"extern", "for", "goto", "if", "inline", "register", "restrict",
	"return", "sizeof", "static", "static_assert", "struct", "switch",
	"thread_local", "typedef", "typeof", "typeof_unqual", "union",
	"volatile", "while" };

static const char *const c_types[] = { "FILE", "_Bool", "_Complex",
	"_Imaginary", "bool", "char", "double", "float", "int", "long", "short",
	"signed", "unsigned", "void" };

static const char *const c_values[] = { "NULL", "false", "nullptr", "true" };

static const struct code_rules c_rules = {
	.keywords = CODE_WORDS(c_keywords),
	.types = CODE_WORDS(c_types),
	.values = CODE_WORDS(c_values),
	.line = "//",
	.open = "/*",
	.close = "*/",
	.quotes = "\"'",
	.raw = "",
	.flags = RULE_PREPROC | RULE_SUFFIX_T,
};

void
code_lex_c(struct code_scan *c)
{
	code_rule(c, &c_rules);
}

static const char *const cxx_keywords[] = { "alignas", "alignof", "and",
	"and_eq", "bitand", "bitor", "catch", "class", "co_await", "co_return",
	"co_yield", "compl", "concept", "const_cast", "consteval", "constexpr",
	"constinit", "decltype", "delete", "dynamic_cast", "explicit", "export",
	"final", "friend", "import", "module", "mutable", "namespace", "new",
	"noexcept", "not", "not_eq", "operator", "or", "or_eq", "override",
	"private", "protected", "public", "reinterpret_cast", "requires",
	"static_assert", "static_cast", "template", "this", "thread_local",
	"throw", "try", "typeid", "typename", "using", "virtual", "xor",
	"xor_eq" };

static const char *const cxx_types[] = { "FILE", "_Bool", "_Complex",
	"_Imaginary", "bool", "char", "char16_t", "char32_t", "char8_t",
	"double", "float", "int", "long", "map", "mutex", "optional", "pair",
	"set", "shared_ptr", "short", "signed", "string", "thread", "tuple",
	"unique_ptr", "unsigned", "vector", "void", "wchar_t" };

static const struct code_rules cxx_rules = {
	.keywords = CODE_WORDS(c_keywords),
	.more = CODE_WORDS(cxx_keywords),
	.types = CODE_WORDS(cxx_types),
	.values = CODE_WORDS(c_values),
	.line = "//",
	.open = "/*",
	.close = "*/",
	.quotes = "\"'",
	.raw = "",
	.flags = RULE_PREPROC | RULE_SUFFIX_T | RULE_RAW_CXX | RULE_CAPITALS,
};

void
code_lex_cxx(struct code_scan *c)
{
	code_rule(c, &cxx_rules);
}

static const char *const go_keywords[] = { "break", "case", "chan", "const",
	"continue", "default", "defer", "else", "fallthrough", "for", "func",
	"go", "goto", "if", "import", "interface", "map", "package", "range",
	"return", "select", "struct", "switch", "type", "var" };

static const char *const go_types[] = { "any", "bool", "byte", "comparable",
	"complex128", "complex64", "error", "float32", "float64", "int",
	"int16", "int32", "int64", "int8", "rune", "string", "uint", "uint16",
	"uint32", "uint64", "uint8", "uintptr" };

static const char *const go_values[] = { "false", "iota", "nil", "true" };

static const struct code_rules go_rules = {
	.keywords = CODE_WORDS(go_keywords),
	.types = CODE_WORDS(go_types),
	.values = CODE_WORDS(go_values),
	.line = "//",
	.open = "/*",
	.close = "*/",
	.quotes = "\"'`",
	.raw = "`",
	.flags = RULE_BARE,
};

void
code_lex_go(struct code_scan *c)
{
	code_rule(c, &go_rules);
}

static const char *const rust_keywords[] = { "as", "async", "await", "break",
	"const", "continue", "crate", "dyn", "else", "enum", "extern", "fn",
	"for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut",
	"pub", "ref", "return", "self", "static", "struct", "super", "trait",
	"type", "union", "unsafe", "use", "where", "while", "yield" };

static const char *const rust_types[] = { "Self", "bool", "char", "f32", "f64",
	"i128", "i16", "i32", "i64", "i8", "isize", "str", "u128", "u16", "u32",
	"u64", "u8", "usize" };

static const char *const rust_values[] = { "Err", "None", "Ok", "Some", "false",
	"true" };

static const struct code_rules rust_rules = {
	.keywords = CODE_WORDS(rust_keywords),
	.types = CODE_WORDS(rust_types),
	.values = CODE_WORDS(rust_values),
	.line = "//",
	.open = "/*",
	.close = "*/",
	.quotes = "\"",
	.raw = "\"",
	.flags = RULE_NESTED | RULE_CAPITALS | RULE_RUST,
};

void
code_lex_rust(struct code_scan *c)
{
	code_rule(c, &rust_rules);
}
