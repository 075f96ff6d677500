import type { Opening } from "../../domain/model/opening.ts";
import { centers } from "../../infra/centers.ts";
import type { SmallSeoul } from "./small-seoul.ts";

/** People of the small Seoul with something to see, as who signs in. */
export interface Examples {
  readonly applicant: string;
  readonly applicantId: string;
  readonly openingOfApplicant: string;
  readonly employer: string;
  readonly openingOfEmployer: string;
  readonly center: string;
  readonly centerDistrict: string;
  /** Somebody whom the center looks after, and an opening they were told of. */
  readonly pair: { readonly applicantId: string; readonly openingId: string };
}

export async function examplesOf({ service }: SmallSeoul): Promise<Examples> {
  const { world } = service;
  const center = centers.find(({ id }) => id === "central");
  if (center === undefined) throw new Error("there is no center to look at");
  const told: { applicantId: string; openingId: string; residence: string; count: number }[] = [];
  for (const [applicantId, { body }] of world.kept("applicants")) {
    const list = await world.recommendations.list(applicantId);
    const profile = JSON.parse(body ?? "{}") as { residence?: string; consent?: { center: boolean } };
    const [first] = list;
    if (first === undefined || profile.consent?.center !== true) continue;
    told.push({ applicantId, openingId: first.openingId, residence: profile.residence ?? "", count: list.length });
  }
  const most = told.toSorted((a, b) => b.count - a.count || (a.applicantId < b.applicantId ? -1 : 1));
  const [best] = most;
  const inCenter = most.find(({ residence }) => center.serves.includes(residence));
  const openings = [...world.kept("openings").values()].flatMap(({ body }) =>
    body === undefined ? [] : [JSON.parse(body) as Opening],
  );
  const posted = openings.find(({ kind }) => kind === "job");
  if (best === undefined || inCenter === undefined || posted === undefined) throw new Error("the small Seoul is empty");
  return {
    applicant: `applicant:${best.applicantId}`,
    applicantId: best.applicantId,
    openingOfApplicant: best.openingId,
    employer: `employer:${posted.employerId}`,
    openingOfEmployer: posted.openingId,
    center: `center:${center.id}`,
    centerDistrict: inCenter.residence,
    pair: { applicantId: inCenter.applicantId, openingId: inCenter.openingId },
  };
}
