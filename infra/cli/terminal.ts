import type { WriteStream } from "node:tty";
import { createColors } from "picocolors";

export type Colours = ReturnType<typeof createColors>;

/** Where a command writes: what was asked for to stdout, everything else to stderr. Colours only where somebody looks. */
export interface Terminal {
  readonly colours: Colours;
  readonly errorColours: Colours;
  /** Characters that a line may have before it is broken. */
  readonly width: number;
  /** One line of the answer. */
  line(text: string): void;
  /** One line of JSON of the answer. */
  json(value: unknown): void;
  /** One line beside the answer. */
  note(text: string): void;
  /** A progress line that replaces itself on a terminal. */
  progress(total: number): Progress;
}

export interface Progress {
  /** `done` of the total in any unit, and what to say. */
  at(done: number, text: string): void;
  end(): void;
}

type Stream = Pick<WriteStream, "write"> & { readonly isTTY?: boolean; readonly columns?: number };

/** Where nobody can tell how wide it is, as in a file: what most screens and a page lying on its side have room for. */
const WIDTH_UNSEEN_CHARS = 120;

/** NO_COLOR (no-color.org) switches colours off for whoever doesn't want them. */
function wantsColours(stream: Stream): boolean {
  return stream.isTTY === true && (process.env["NO_COLOR"] ?? "") === "" && process.env["TERM"] !== "dumb";
}

export function openTerminal(out: Stream = process.stdout, err: Stream = process.stderr): Terminal {
  return {
    colours: createColors(wantsColours(out)),
    errorColours: createColors(wantsColours(err)),
    width: out.columns ?? WIDTH_UNSEEN_CHARS,
    line: (text) => void out.write(`${text}\n`),
    json: (value) => void out.write(`${JSON.stringify(value)}\n`),
    note: (text) => void err.write(`${text}\n`),
    progress: (total) => (err.isTTY === true ? bar(err, total) : countedLines(err, total)),
  };
}

const BAR_CHARS = 30;

function bar(err: Stream, total: number): Progress {
  return {
    at(done, text) {
      const filled = total === 0 ? BAR_CHARS : Math.min(BAR_CHARS, Math.floor((done * BAR_CHARS) / total));
      const line = `${"█".repeat(filled)}${"░".repeat(BAR_CHARS - filled)} ${text}`;
      err.write(`\r\u001b[2K${line.slice(0, Math.max(1, (err.columns ?? 80) - 1))}`);
    },
    end: () => void err.write("\r\u001b[2K"),
  };
}

/** A log wants a line now and then: one per tenth of the total. */
function countedLines(err: Stream, total: number): Progress {
  let shown = 0;
  return {
    at(done, text) {
      const tenths = total === 0 ? 10 : Math.floor((done * 10) / total);
      if (tenths <= shown) return;
      shown = tenths;
      err.write(`${Math.min(100, tenths * 10)}% ${text}\n`);
    },
    end() {},
  };
}
