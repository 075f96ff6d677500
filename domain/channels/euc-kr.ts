/**
 * What text messages of Korean carriers can carry and how long it is there: one byte for ASCII, two for everything else that the encoding has. The set
 * is made of the decoder that every runtime brings, once, when it is first asked for.
 */
let doubles: ReadonlySet<string> | undefined;

function doubleByteCharacters(): ReadonlySet<string> {
  if (doubles !== undefined) return doubles;
  const decoder = new TextDecoder("euc-kr");
  const found = new Set<string>();
  for (let lead = 0xa1; lead <= 0xfe; lead++) {
    for (let trail = 0xa1; trail <= 0xfe; trail++) {
      const text = decoder.decode(Uint8Array.of(lead, trail));
      if (text.length === 1 && text !== "\u{fffd}") found.add(text);
    }
  }
  doubles = found;
  return found;
}

/** Dashes and spaces that editors put in and the encoding lacks, with what reads the same. */
const PLAIN = new Map([
  ["–", "-"],
  ["—", "-"],
  ["•", "·"],
  ["\u{a0}", " "],
  ["₩", "￦"],
]);

function isAscii(character: string): boolean {
  return character <= "\u{7e}";
}

/** The text with what the encoding lacks replaced, by something alike where there is such, otherwise by a question mark. */
export function toEucKr(text: string): string {
  const known = doubleByteCharacters();
  return [...text.normalize("NFC")]
    .map((character) => {
      const plain = PLAIN.get(character) ?? character;
      return isAscii(plain) || known.has(plain) ? plain : "?";
    })
    .join("");
}

/** Length in bytes of a text that `toEucKr` gave. */
export function eucKrBytes(text: string): number {
  let bytes = 0;
  for (const character of text) bytes += isAscii(character) ? 1 : 2;
  return bytes;
}
