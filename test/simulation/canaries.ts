import type { Log, LogFields } from "../../functions/runtime/log.ts";

/**
 * Words and figures that stand for what is personal. They stand in fields of a profile that take any word or figure and that nothing is matched by, in the contact
 * beside the profile, and in fields that no event has; wherever one is found where it must not be, something personal would be there.
 */
const NAME = "카나리아";

/** The person's own word, in letters that no other id begins with. */
const wordOf = (applicantId: string) => `canary-${applicantId}-x`;

/** A pay that nobody else would accept, by the person's number. */
const payOf = (applicantId: string) => 7_300_000 + 11 * Number(applicantId.slice(1));

/** A name as somebody might write it into an event, and as it might come out again. */
function namesOf(applicantId: string): readonly string[] {
  const name = `${NAME} ${wordOf(applicantId)}`;
  return [name, name.normalize("NFD"), Buffer.from(name).toString("base64"), escaped(name), encodeURIComponent(name)];
}

function escaped(text: string): string {
  return text.replace(/[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Fields of a profile that matching reads nothing from in these worlds. */
export function personalFields(applicantId: string) {
  return {
    courses: [wordOf(applicantId)],
    programmes: [`programme-${wordOf(applicantId)}`],
    payMin: { krw: payOf(applicantId), unit: "MONTH" },
  } as const;
}

/** The contact that an operator puts beside a profile, sealed. */
export const sealedContactOf = (applicantId: string) => `sealed-${wordOf(applicantId)}`;

/** Profiles that say more than an event may: the body, with the canary in one of its forms, and the code that it is refused with. */
export function indiscreetProfile(applicantId: string, form: number, envelope: Readonly<Record<string, unknown>>) {
  const [name = "", decomposed = "", base64 = "", inEscapes = ""] = namesOf(applicantId);
  const toBody = (fields: string) =>
    `{"source":"ieum.applicants","detail-type":"ApplicantProfileUpdated","detail":{${JSON.stringify(envelope).slice(1, -1)},` +
    `"applicant":{"applicantId":"${applicantId}","revision":99,${fields},"language":"ko","preferences":{},` +
    '"consent":{"alerts":true,"employers":true,"center":true}}}}';
  const forms = [
    { body: toBody(`"name":"${name}"`), code: "SCHEMA_VIOLATION" },
    { body: toBody(`"name":"${decomposed}"`), code: "TEXT_NOT_NORMALISED" },
    { body: toBody(`"email":"${base64}"`), code: "SCHEMA_VIOLATION" },
    { body: toBody(`"name":"${inEscapes}"`), code: "SCHEMA_VIOLATION" },
    { body: toBody(`"${name}":true`), code: "SCHEMA_VIOLATION" },
    { body: toBody(`"residence":"${name}"`), code: "SCHEMA_VIOLATION" },
    { body: toBody(`"courses":["${name}"]`), code: "SCHEMA_VIOLATION" },
    { body: toBody(`"competencies":[{"competency":"${wordOf(applicantId)}","level":1}]`), code: "UNKNOWN_COMPETENCY" },
    { body: toBody(`"broken":"${name}`), code: "NOT_JSON" },
  ] as const;
  return forms[form % forms.length] ?? forms[0];
}

/** The canaries of a person that a text has. */
export function canariesIn(text: string, applicantId: string): string[] {
  const plain = withoutEscapes(text);
  const words = [wordOf(applicantId), `${NAME} ${wordOf(applicantId)}`]
    .flatMap(formsOf)
    .filter((form) => plain.includes(form));
  const pay = new RegExp(standingAlone(String(payOf(applicantId))), "i").exec(plain)?.[0];
  return pay === undefined ? words : [...words, pay];
}

/** A figure that isn't part of a longer one: among the digits of a checksum any figure stands now and then. */
function standingAlone(figure: string): string {
  return `(?<![\\da-f])${figure}(?![\\da-f])`;
}

/** Whether a text has anybody's: for what never may have one. */
export function anyCanaryIn(text: string): string | undefined {
  return ANYBODYS.exec(withoutEscapes(text))?.[0];
}

/** The letters that escapes stand for, also where a text was put into another one, and its escapes escaped. */
function withoutEscapes(text: string): string {
  if (!text.includes("\\u")) return text;
  return text.replace(/\\+u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** A word as it may stand in a text. */
function formsOf(word: string): string[] {
  return [word, word.normalize("NFD"), encodeURIComponent(word), ...[0, 1, 2].map((before) => inBase64(word, before))];
}

/** As much of a word in base64 as is the same whatever stands around it, so many bytes after a multiple of three. */
function inBase64(word: string, before: number): string {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(word)]);
  return bytes.toString("base64").slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
}

const ANYBODYS = new RegExp([...formsOf(NAME), ...formsOf("canary-"), standingAlone("7300\\d{3}")].join("|"), "i");

/** A log that keeps all that a function says, metrics too: also what the real one would leave out when it is written. */
export function keepingLog(lines: unknown[][]): Log {
  const note = (message: string, fields?: LogFields) => void lines.push([message, fields]);
  return {
    info: note,
    warn: note,
    error: (message, error, fields) => void lines.push([message, toError(error), fields]),
    count: (name, value, by) => void lines.push([name, value, by]),
  };
}

/** The text of an error, of which the real log writes only what is known to name nobody. */
const toError = (error: unknown) => (error instanceof Error ? `${error.name} ${error.message}` : String(error));
