/**
 * What alarms tell of, by the first words of their names. Each has a section of the same title in the README's runbook: symptom, check, action.
 */
export const runbook = {
  "dead-letters": "Something waits in a dead-letter queue",
  "dead-letters-old": "A dead letter is about to be lost",
  "work-waits": "Work waits too long",
  "others-wait": "Nobody fetches from a queue",
  "function-fails": "A function fails",
  "function-throttled": "A function is turned away",
  "function-slow": "A function comes near its time limit",
  "schedule-silent": "A schedule did not fire",
  "api-fails": "People and systems get no answer",
  "rule-fails": "The bus can't deliver",
  "table-throttled": "A table is throttled",
  unaccounted: "Something was acknowledged that nothing was decided on",
  "many-refused": "Much of what comes in is refused",
  "webhook-paused": "A webhook was paused",
  "shard-large": "A shard is near its size",
} as const;

export type AlarmKind = keyof typeof runbook;
