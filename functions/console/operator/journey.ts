import { ulid } from "../../../domain/model/primitives.ts";
import type { Actor } from "../../serving/actor.ts";
import { journeyOf, type JourneyStep as KeptStep } from "../../serving/journey.ts";
import type { Frame } from "../frame.ts";
import type { ConsoleDeps } from "../page-context.ts";
import { operatorWords } from "../words/operator-words.ts";
import type { JourneyStep } from "./journey-page.tsx";

/** What is kept under a correlation id, in words; undefined when it isn't one. */
export async function journeyInWords(
  deps: ConsoleDeps,
  actor: Actor,
  frame: Frame,
  id: string,
): Promise<readonly JourneyStep[] | undefined> {
  if (!ulid.safeParse(id).success) return undefined;
  const journey = await journeyOf(deps.serving, actor, id);
  if (journey.kind === "not-found") return undefined;
  return journey.value.map((step) => ({ at: step.at, day: step.day, ...inWords(deps, frame, step) }));
}

function inWords(deps: ConsoleDeps, frame: Frame, step: KeptStep): Pick<JourneyStep, "words" | "detail"> {
  const words = operatorWords[frame.language].journey;
  switch (step.what) {
    case "began":
      return { words: words.began, detail: undefined };
    case "set-aside":
      return { words: words.setAside(step.code), detail: `${step.path} ${step.message}` };
    case "dead-letter":
      return { words: words.dead(step.queue), detail: step.messageId };
    case "center-told": {
      const matches = step.matches === undefined ? "" : ` · ${words.matches(step.matches)}`;
      return { words: words.fed(nameOf(deps, frame, step.center)), detail: `${step.detailType}${matches}` };
    }
  }
}

function nameOf({ serving, configuration }: ConsoleDeps, { language }: Frame, center: string): string {
  const district = serving.centers[center]?.[0];
  const known = configuration.centers.find(({ serves }) => district !== undefined && serves.includes(district));
  return known?.[language] ?? center;
}
