/** The target of a rule: gets the event itself, not a batch. Fails or never ends when it is told to. */
export async function handler(event: { detail: { id: string; fail?: boolean; hang?: boolean } }): Promise<void> {
  console.log(`noted ${event.detail.id}`);
  if (event.detail.fail === true) throw new TypeError(`${event.detail.id} was told to fail`);
  if (event.detail.hang === true) await new Promise(() => setInterval(() => undefined, 1_000));
}
