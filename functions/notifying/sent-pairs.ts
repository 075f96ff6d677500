/** Ids remembered: some six megabytes, more than a warm function meets in hours. */
const IDS_MAX = 50_000;

/**
 * Recommendations that a warm function knows to have been sent. What was sent stays sent, so remembering it saves the read that would
 * say so; what isn't remembered is read.
 */
export class SentPairs {
  readonly #ids = new Set<string>();

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  add(id: string): void {
    this.#ids.add(id);
    if (this.#ids.size <= IDS_MAX) return;
    const [oldest] = this.#ids;
    if (oldest !== undefined) this.#ids.delete(oldest);
  }
}
