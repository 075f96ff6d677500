/**
 * Values that have broken services like this one, by what is bad about them. A value stands in JSON as it is written here: numbers that JavaScript
 * can't hold, and strings that no encoder would write, too.
 */
const text = (value: string) => JSON.stringify(value);

/** Numbers at which parsers, databases and languages part. */
const numbers = [
  "1e400",
  "-1e400",
  "9007199254740993",
  "-0",
  "0",
  "-1",
  "1.5",
  "1e0",
  "0.1",
  "2147483648",
  "1e-7",
  "100000000000000000000000",
  "NaN",
  "Infinity",
  "01",
  "+1",
  "0x10",
];

const dates = [
  "2026-02-30",
  "2026-02-29",
  "1972-02-29",
  "2100-02-29",
  "9999-12-31",
  "0001-01-01",
  "2026-13-01",
  "2026-00-10",
  "2026-11-31",
  "26-11-21",
  "2026-11-21T09:00:00",
  "2026-11-21 09:00",
  "2026-11-21T24:00:00Z",
  "2026-11-21T09:00:60Z",
  "2026-11-21T09:00:00+25:00",
  "-000001-01-01",
  "+275760-09-13T00:00:00.001Z",
  "２０２６-11-21",
].map(text);

const texts = [
  "",
  " ",
  "\t",
  "\u3164",
  "\u200b",
  "a\u200db",
  "\u202eevil",
  "\u2066x\u2069",
  "\ufeff",
  "서울특별시".normalize("NFD"),
  "e\u0301",
  "㈜이음 ①",
  "ﾊﾝｶｸ ｆｕｌｌ",
  "👨‍👩‍👧‍👦",
  "\u{1f1f0}\u{1f1f7}",
  "a\nb",
  "job-1\n",
  "../../etc/passwd",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "=HYPERLINK(1)",
  "<script>",
  "%00",
  "' OR 1=1 --",
  "$".concat("{jndi:x}"),
  "a".repeat(61),
  "a".repeat(4_001),
  "가".repeat(4_000),
  "010-1234-5678",
  "900101-1234567",
  "1#0",
  "a~b",
].map(text);

/** Strings that stand in JSON as escapes or bytes that no well-behaved producer writes. */
const escapes = [
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\\u0000"',
  '"\\u000b"',
  '"\\u0085"',
  '"\\ufffe"',
  '"\\x41"',
  '"\\"',
  '"\ud800"',
  '"\u0001"',
  '"a\u0000b"',
];

const shapes = [
  "null",
  "true",
  "false",
  "[]",
  "{}",
  "[null]",
  "[[]]",
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{}}}',
  '{"length":1}',
  "undefined",
  "",
  "[1,]",
  "{,}",
  "/* */1",
  "'x'",
];

export const hostileValues: readonly string[] = [...numbers, ...dates, ...texts, ...escapes, ...shapes];

export const hostileKeys: readonly string[] = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "",
  " ",
  "\u0000",
  "\ud800",
  "e\u0301",
  "010-1234-5678",
  "a".repeat(200),
  "name",
  "sex",
  "birthDate",
  "schemaVersion",
  "eventId",
  "constructor ",
  "홍길동",
];

/** Large things, which take their time to make: each is met a few times in a run. */
export const largeValues: readonly (() => string)[] = [
  () => text("a".repeat(1_048_576)),
  () => text("가".repeat(21_000)),
  () => `[${"1,".repeat(999_999)}1]`,
  () => `${"[".repeat(100_000)}${"]".repeat(100_000)}`,
  () => `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`,
  () => "[".repeat(60_000),
  () => `{${Array.from({ length: 5_000 }, (_, at) => `"k${at}":1`).join(",")}}`,
  () => `"${"\\u0041".repeat(10_000)}"`,
  () => "1".repeat(60_000),
  () => `"${"\\\\".repeat(30_000)}"`,
  () => text(" ".repeat(60_000)),
  () => text("\u200b".repeat(20_000)),
  () => text("만 35세 ".repeat(300)),
];
