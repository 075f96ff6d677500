import type { RecommendationEvidence } from "../../domain/delivery/evidence.ts";
import type { Applicant } from "../../domain/model/applicant.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { type BridgeAccount, type BridgeJudgement, toBridgeAccount } from "../../functions/serving/bridge-account.ts";
import type { Connection } from "./connection.ts";
import { readOpenings, readRules } from "./kept-entities.ts";

/** The bridge that a pair was told with, or that of a course which is named; undefined when there is neither. */
export async function readBridge(
  connection: Connection,
  applicant: Applicant,
  opening: Opening,
  courseNamed: string | undefined,
  judgement: BridgeJudgement,
): Promise<BridgeAccount | undefined> {
  const told = (await connection.kept.bridges.list(applicant.applicantId)).find(
    ({ openingId }) => openingId === opening.openingId,
  );
  const { bridge } = JSON.parse(told?.evidence ?? "{}") as Partial<RecommendationEvidence>;
  const courseOpeningId = courseNamed ?? bridge?.courseOpeningId;
  if (courseOpeningId === undefined) return undefined;
  const course = (await readOpenings(connection, [courseOpeningId])).get(courseOpeningId);
  const isOpen = course !== undefined && !course.isClosed;
  const courseRules = await readRules(connection, course?.opening.programmeId, judgement.taxonomy);
  return toBridgeAccount(applicant, opening, isOpen ? course.opening : undefined, courseOpeningId, {
    ...judgement,
    courseRules,
  });
}
