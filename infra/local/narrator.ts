/** Tells what the service is doing, a line per step: in colour on a terminal, plain elsewhere, or as lines of JSON. */

import * as z from "zod";
import { districtByCode } from "../../domain/geo/districts.ts";
import { type Opening, opening as openingSchema } from "../../domain/model/opening.ts";
import { openTerminal } from "../cli/terminal.ts";
import type { BusNotice } from "./event-bus.ts";
import type { Twin } from "./running-twin.ts";

/** What is told of one step. `step` is one word, the same in every form of output. */
interface Told {
  readonly step:
    | "posted"
    | "profile"
    | "closed"
    | "withdrawn"
    | "day"
    | "due"
    | "matched"
    | "notified"
    | "refused"
    | "failed";
  readonly text: string;
  readonly fields: Record<string, unknown>;
}

const STEP_WIDTH = 9;

/** Profiles come by the hundred: one line per so many is enough to see that they come. */
const PROFILES_PER_LINE = 50;

/** Follows a twin until the returned function is called. */
export function narrate(twin: Twin, options: { json: boolean }): () => void {
  const terminal = openTerminal();
  const { green, cyan, magenta, yellow, red, blue, dim } = terminal.colours;
  const colourOf: Record<Told["step"], (text: string) => string> = {
    posted: cyan,
    profile: blue,
    closed: yellow,
    withdrawn: yellow,
    day: blue,
    due: magenta,
    matched: green,
    notified: magenta,
    refused: red,
    failed: red,
  };
  const tell = ({ step, text, fields }: Told) => {
    if (options.json) terminal.json({ step, ...fields });
    else terminal.line(`${dim(timeInSeoul())} ${colourOf[step](step.padEnd(STEP_WIDTH))} ${printable(text)}`);
  };
  let profiles = 0;
  const endings = [
    twin.on("event", (notice) => {
      const told = toldOfEvent(notice);
      if (told === undefined) return;
      if (told.step !== "profile" || options.json) tell(told);
      else if (++profiles % PROFILES_PER_LINE === 0) tell({ ...told, text: `${profiles} profiles have come in` });
    }),
    twin.on("log", (functionName, line) => {
      const told = toldOfLog(functionName, line);
      if (told !== undefined) tell(told);
    }),
    twin.on("denied", (reason) => tell({ step: "failed", text: reason, fields: { reason } })),
    twin.on("fault", (error) => tell({ step: "failed", text: error.message, fields: { reason: error.message } })),
  ];
  return () => {
    for (const end of endings) end();
  };
}

/** Anybody may put anything on the bus, also what a terminal would take for a command. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, "\ufffd");
}

/** Hours, minutes and seconds in Seoul. */
function timeInSeoul(): string {
  return new Date().toLocaleTimeString("en-GB", { timeZone: "Asia/Seoul" });
}

/** What is told of a detail. Anybody may put anything on the bus, so whatever is not as it should be is left out. */
const knownDetail = z.object({
  opening: openingSchema.optional().catch(undefined),
  applicant: z.object({ applicantId: z.string() }).optional().catch(undefined),
  applicantId: z.string().optional().catch(undefined),
  openingId: z.string().optional().catch(undefined),
  reason: z.string().optional().catch(undefined),
  day: z.string().optional().catch(undefined),
  code: z.string().optional().catch(undefined),
  path: z.string().optional().catch(undefined),
  ground: z
    .object({ span: z.object({ words: z.string() }) })
    .optional()
    .catch(undefined),
  rejected: z
    .object({ detailType: z.string().optional(), entityId: z.string().optional() })
    .optional()
    .catch(undefined),
});

function toldOfEvent(notice: BusNotice): Told | undefined {
  if (notice.kind === "dead-lettered" || notice.kind === "dropped") {
    return { step: "failed", text: `${notice.target}: ${notice.error.message}`, fields: { target: notice.target } };
  }
  if (notice.kind !== "accepted") return undefined;
  const detail = knownDetail.parse(notice.event.detail);
  switch (notice.event["detail-type"]) {
    case "JobPosted":
    case "InternshipOpened":
    case "ProgrammeOpened":
      return detail.opening && toldOfOpening(detail.opening);
    case "ApplicantProfileUpdated": {
      const applicantId = detail.applicant?.applicantId ?? "";
      return { step: "profile", text: applicantId, fields: { applicantId } };
    }
    case "OpeningClosed": {
      const { openingId, reason } = detail;
      return { step: "closed", text: `${openingId} (${reason})`, fields: { openingId, reason } };
    }
    case "ApplicantWithdrawn":
      return { step: "withdrawn", text: `${detail.applicantId}`, fields: { applicantId: detail.applicantId } };
    case "FollowUpDue": {
      const { applicantId, openingId } = detail;
      return { step: "due", text: `ask ${applicantId} how ${openingId} went`, fields: { applicantId, openingId } };
    }
    case "DayStarted":
      return { step: "day", text: `${detail.day} has started in Seoul`, fields: { day: detail.day } };
    case "EventRejected": {
      const { code, path, rejected, ground } = detail;
      const what = [rejected?.detailType, rejected?.entityId].filter(Boolean).join(" ") || "an event";
      const words = ground === undefined ? "" : ` “${ground.span.words}”`;
      return {
        step: "refused",
        text: `${what}: ${code} at ${path || "/"}${words}`,
        fields: { code, path, ...rejected },
      };
    }
    default:
      return undefined;
  }
}

function toldOfOpening({ openingId, title, place, kind }: Opening): Told {
  const code = place.mode === "online" ? undefined : place.district;
  const where = place.mode === "online" ? "online" : ((code && districtByCode(code)?.ko) ?? "somewhere");
  return {
    step: "posted",
    text: `${openingId} ${title} (${where})`,
    fields: { openingId, kind, title, district: code },
  };
}

function inPeople(count: unknown): string {
  return count === 1 ? "1 person" : `${count} people`;
}

/** What is told of a line that a function has logged, if anything. */
export function toldOfLog(functionName: string, line: string): Told | undefined {
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(line);
  } catch {
    return { step: "failed", text: `${functionName}: ${line}`, fields: { functionName, line } };
  }
  const { message, openingId, matches, overThreshold, told, suppressed } = entry;
  if (message === "opening matched") {
    const people = matches === overThreshold ? inPeople(matches) : `${matches} of ${inPeople(overThreshold)}`;
    return { step: "matched", text: `${openingId} suits ${people}`, fields: { openingId, matches, overThreshold } };
  }
  if (message === "applicants notified" && (told !== 0 || suppressed !== 0)) {
    const held = suppressed === 0 ? "" : `, ${suppressed} held back`;
    return { step: "notified", text: `${inPeople(told)} told${held}`, fields: { told, suppressed } };
  }
  if (entry["level"] === "ERROR") {
    const { errorName, errorMessage, errorAt } = entry;
    const error = [errorName, errorMessage, errorAt].filter(Boolean).join(", ");
    return { step: "failed", text: `${functionName}: ${message} (${error})`, fields: { functionName, message } };
  }
  return undefined;
}
