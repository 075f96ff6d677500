/** Particles that change with the sound before them: after a consonant, after a vowel. */
const FORMS = {
  은는: ["은", "는"],
  이가: ["이", "가"],
  을를: ["을", "를"],
  이라: ["이라", "라"],
  으로: ["으로", "로"],
} as const;
export type Particle = keyof typeof FORMS;

const HANGUL_FIRST = 0xac00;
const HANGUL_LAST = 0xd7a3;
const FINALS = 28;
const FINAL_RIEUL = 8;

/** Digits as they are read: 영 일 이 삼 사 오 육 칠 팔 구, by the number of their last sound; 0 is none. */
const DIGIT_FINALS = [21, 8, 0, 16, 0, 0, 1, 8, 8, 0];

/** Number of the last sound of a text among the 27 final consonants, 0 for a vowel; undefined for what isn't read in Korean. */
function finalOf(text: string): number | undefined {
  // What stands in brackets and what closes a quotation isn't what the particle follows.
  const read = text.replace(/\([^()]*\)/gu, "").replace(/[^\p{L}\p{N}]+$/u, "");
  const last = read.charCodeAt(read.length - 1);
  if (last >= HANGUL_FIRST && last <= HANGUL_LAST) return (last - HANGUL_FIRST) % FINALS;
  return /\d$/.test(read) ? DIGIT_FINALS[Number(read.at(-1))] : undefined;
}

/**
 * A text with its particle: by the last letter's final consonant; for 으로, ㄹ counts as none. After letters of another script both forms
 * are written, as forms do: `POS을(를)`.
 */
export function withParticle(text: string, particle: Particle): string {
  const [afterConsonant, afterVowel] = FORMS[particle];
  const final = finalOf(text);
  if (final === undefined) return `${text}${particle === "으로" ? "(으)로" : `${afterConsonant}(${afterVowel})`}`;
  const isVowelForm = final === 0 || (particle === "으로" && final === FINAL_RIEUL);
  return `${text}${isVowelForm ? afterVowel : afterConsonant}`;
}
