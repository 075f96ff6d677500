import type { QueueRecord } from "./consumer.ts";

/** Works on the records of a batch side by side, and gives those that failed, by message id, with the error of each: they, and no others, are tried again. */
export async function failuresOfEach(
  records: readonly QueueRecord[],
  act: (record: QueueRecord) => Promise<void>,
): Promise<Map<string, unknown>> {
  const failures = new Map<string, unknown>();
  await Promise.all(
    records.map(async (record) => {
      try {
        await act(record);
      } catch (error) {
        failures.set(record.messageId, error);
      }
    }),
  );
  return failures;
}
