import { describe, expect, test } from "vitest";
import type { Method, Route } from "../../../functions/api/route.ts";
import { allRoutes } from "../../../functions/api/routes/all-routes.ts";
import { type Actor, type Role, roles } from "../../../functions/serving/actor.ts";
import { SeededRandom } from "../../../infra/world/seeded-random.ts";
import type { ApiService } from "../../fixtures/api-service.ts";
import {
  aWorld,
  bodies,
  GONE,
  JOURNEY,
  MISSING,
  openings,
  people,
  queries,
  visiblePeople,
} from "./authorisation-world.ts";

const targets = ["own", "foreign", "missing", "withdrawn"] as const;
type Target = (typeof targets)[number];

const actors: Readonly<Record<Role, Actor>> = {
  applicant: { role: "applicant", subject: "person-own" },
  employer: { role: "employer", subject: "employer-own" },
  center: { role: "center", subject: "central" },
  operator: { role: "operator", subject: "operator-1" },
};

/** What stands in a path for each target, by who asks: `foreign` people of a center are those of another, or who haven't agreed to be seen. */
function paramsFor(role: Role | "nobody", target: Target): Readonly<Record<string, string>> {
  const of = <T>(own: T, foreign: T, missing: T, withdrawn: T): T => ({ own, foreign, missing, withdrawn })[target];
  return {
    applicantId: of("person-own", role === "center" ? "person-far" : "person-other", MISSING, GONE),
    openingId: of(openings.own, openings.other, openings.missing, openings.closed),
    employerId: of("employer-own", "employer-other", "employer-nobody", "employer-nobody"),
    center: of("central", "west", "nowhere", "nowhere"),
    queue: "intake",
    messageId: "dead-1",
    correlationId: JOURNEY,
  };
}

/** Of a pair the opening is always the same one: what differs is whose the person is. */
function paramsOf(route: Route, role: Role | "nobody", target: Target): Readonly<Record<string, string>> {
  return { ...paramsFor(role, target), ...(route.owner === "applicant" ? { openingId: openings.own } : {}) };
}

/** Status by target: own, foreign, missing, withdrawn (of openings: closed). One number stands for all four. */
type Row = Readonly<Record<Role | "nobody", number | readonly [number, number, number, number]>>;

const NOBODY_ELSE = { applicant: 403, employer: 403, center: 403, operator: 403, nobody: 401 } as const;

/** Who may do what. A route that isn't here fails. */
const matrix: Readonly<Record<string, Row>> = {
  postOpening: { ...NOBODY_ELSE, employer: 202 },
  previewReach: { ...NOBODY_ELSE, employer: 200 },
  listOpenings: { ...NOBODY_ELSE, employer: [200, 404, 404, 404] },
  getOpening: {
    // Who was told of it may still read it when it has closed.
    applicant: [200, 200, 404, 200],
    employer: [200, 200, 404, 200],
    center: [200, 200, 404, 200],
    operator: [200, 200, 404, 200],
    nobody: 401,
  },
  reviseOpening: { ...NOBODY_ELSE, employer: [202, 404, 404, 202] },
  closeOpening: { ...NOBODY_ELSE, employer: [202, 404, 404, 202] },
  getJobPosting: {
    applicant: [200, 200, 404, 404],
    employer: [200, 200, 404, 404],
    center: [200, 200, 404, 404],
    operator: [200, 200, 404, 404],
    nobody: [200, 200, 404, 404],
  },
  getShortlist: { ...NOBODY_ELSE, employer: [200, 404, 404, 200], center: [200, 200, 404, 200] },
  getProfile: { ...NOBODY_ELSE, applicant: [200, 404, 404, 404], center: [200, 404, 404, 404] },
  putProfile: { ...NOBODY_ELSE, applicant: [202, 404, 404, 404] },
  withdraw: { ...NOBODY_ELSE, applicant: [202, 404, 404, 404] },
  pause: { ...NOBODY_ELSE, applicant: [202, 404, 404, 404] },
  getSettings: { ...NOBODY_ELSE, applicant: [200, 404, 404, 404] },
  changeSettings: { ...NOBODY_ELSE, applicant: [202, 404, 404, 404] },
  listRecommendations: { ...NOBODY_ELSE, applicant: [200, 404, 404, 404], center: [200, 404, 404, 404] },
  listMatches: { ...NOBODY_ELSE, applicant: [200, 404, 404, 404], center: [200, 404, 404, 404] },
  explainPair: { ...NOBODY_ELSE, applicant: [200, 404, 404, 404], center: [200, 404, 404, 404] },
  answerRecommendation: { ...NOBODY_ELSE, applicant: [202, 404, 404, 404], center: [202, 404, 404, 404] },
  answerCandidate: { ...NOBODY_ELSE, employer: [202, 404, 404, 404] },
  readFeed: { ...NOBODY_ELSE, center: [200, 404, 404, 404] },
  listCalls: { ...NOBODY_ELSE, center: [200, 404, 404, 404] },
  previewImport: { ...NOBODY_ELSE, center: [200, 404, 404, 404] },
  takeImport: { ...NOBODY_ELSE, center: [200, 404, 404, 404] },
  getImportErrors: { ...NOBODY_ELSE, center: [200, 404, 404, 404] },
  getKpis: { ...NOBODY_ELSE, center: [200, 404, 404, 404], operator: [200, 200, 404, 404] },
  listProgrammes: { applicant: 200, employer: 200, center: 200, operator: 200, nobody: 401 },
  getReview: { ...NOBODY_ELSE, center: [200, 404, 404, 404] },
  reviewRecommendation: { ...NOBODY_ELSE, center: [202, 404, 404, 404] },
  getDeadLetter: { ...NOBODY_ELSE, operator: 200 },
  getWhatIf: { ...NOBODY_ELSE, operator: 200 },
  getJourney: { ...NOBODY_ELSE, operator: 200 },
  listQueues: { ...NOBODY_ELSE, operator: 200 },
  listDeadLetters: { ...NOBODY_ELSE, operator: 200 },
  redrive: { ...NOBODY_ELSE, operator: 200 },
  discard: { ...NOBODY_ELSE, operator: 200 },
  replay: { ...NOBODY_ELSE, operator: 200 },
  listQuarantine: { ...NOBODY_ELSE, operator: 200 },
};

function pathOf(route: Route, params: Readonly<Record<string, string>>): string {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  return `${path}${queries[route.id] ?? ""}`;
}

function send(api: ApiService, route: Route, as: Actor | undefined, params: Readonly<Record<string, string>>) {
  return api.request(route.method.toUpperCase(), pathOf(route, params), {
    as,
    body: bodies[route.id],
    headers: route.ifMatch === "required" ? { "if-match": "*" } : {},
  });
}

const hasTarget = (route: Route): boolean => route.path.includes("{");

describe("who may do what", () => {
  test("stands in the table for every route, and for nothing else", () => {
    expect(Object.keys(matrix).toSorted()).toEqual(allRoutes.map(({ id }) => id).toSorted());
  });

  test.each(allRoutes.map((route) => [route.id, route] as const))(
    "%s answers each role by whose it is",
    async (id, route) => {
      const found: Record<string, unknown> = {};
      const wanted: Record<string, unknown> = {};
      for (const role of [...roles, "nobody"] as const) {
        // What one role has written is not to stand in another's way.
        const api = await aWorld();
        const expected = matrix[id]?.[role] ?? 0;
        for (const [at, target] of targets.entries()) {
          if (at > 0 && !hasTarget(route)) continue;
          const response = await send(
            api,
            route,
            role === "nobody" ? undefined : actors[role],
            paramsOf(route, role, target),
          );
          found[`${role} ${target}`] = response.status;
          wanted[`${role} ${target}`] = typeof expected === "number" ? expected : expected[at];
        }
      }
      expect(found).toEqual(wanted);
    },
  );

  test.each(
    allRoutes.filter((route) => hasTarget(route) && route.owner !== "none").map((route) => [route.id, route] as const),
  )("%s says the same of what is somebody else's as of what isn't there, but for the path", async (_, route) => {
    const api = await aWorld();
    for (const role of roles) {
      const say = async (target: Target) => {
        const params = {
          ...paramsFor(role, target),
          ...(route.owner === "applicant" ? { openingId: openings.own } : {}),
        };
        const response = await send(api, route, actors[role], params);
        const { instance: _path, ...said } = (await response.json()) as Record<string, unknown>;
        return { status: response.status, said, headers: [...response.headers] };
      };
      // Operators see every center's account, and centers their own people on anybody's shortlist: nothing of these is foreign to them.
      const isNobodys =
        (route.id === "getKpis" && role === "operator") || (route.id === "getShortlist" && role === "center");
      if (!isNobodys) expect(await say("foreign")).toEqual(await say("missing"));
    }
  });
});

/** Requests of the random run. */
const REQUESTS = 10_000;
const SEED = 20_261_122;

/** What somebody might put into a path or a query to get at more. */
const hostile = [
  "../../v1/quarantine",
  "..%2f..%2fv1%2fquarantine",
  "person-own%00",
  "person-own' OR '1'='1",
  'person-own" or 1=1 --',
  "<script>alert(1)</script>",
  '{"$gt":""}',
  "person-own#person-other",
  "person-own~opening-own",
  "__proto__",
  "constructor",
  "*",
  "person-*",
  "ｐerson-own",
  "person-own ",
  "",
  "01012345678",
  "a".repeat(300),
];

describe("random requests", () => {
  test(`of ${REQUESTS} none is told of anybody it may not see, none is answered by a fault, and none gets through to what isn't its own`, {
    timeout: 300_000,
  }, async () => {
    const api = await aWorld();
    const random = new SeededRandom(SEED);
    const pick = <T>(list: readonly T[]): T => list[random.between(0, list.length - 1)] as T;
    const subjects: Readonly<Record<Role, readonly string[]>> = {
      applicant: [...people.map(({ applicantId }) => applicantId), GONE, MISSING],
      employer: ["employer-own", "employer-other", "employer-nobody"],
      center: ["central", "west", "nowhere"],
      operator: ["operator-1"],
    };
    const ids = {
      applicantId: [...subjects.applicant, ...hostile],
      openingId: [...Object.values(openings), ...hostile],
      employerId: [...subjects.employer, ...hostile],
      center: [...subjects.center, "all", ...hostile],
      queue: ["intake", "nowhere", ...hostile],
      messageId: ["dead-1", "dead-2", ...hostile],
      correlationId: [JOURNEY, ...hostile],
    };
    const methods: readonly Method[] = ["get", "post", "put", "patch", "delete"];
    const leaks: string[] = [];
    const statuses = new Map<number, number>();
    for (let count = 0; count < REQUESTS; count++) {
      const route = pick(allRoutes);
      const role = pick(roles);
      const as = random.percent(5) ? undefined : { role, subject: pick(subjects[role]) };
      const params = Object.fromEntries(Object.entries(ids).map(([name, list]) => [name, pick(list)]));
      const query = random.percent(12)
        ? `${queries[route.id] === undefined ? "?" : "&"}${pick(["cursor", "after", "day", "x", "limit"])}=${encodeURIComponent(pick(hostile))}`
        : "";
      const method = (random.percent(4) ? pick(methods) : route.method).toUpperCase();
      const path = `${pathOf(route, params)}${query}`;
      const body =
        method === "GET" || method === "DELETE" ? undefined : random.percent(10) ? pick(hostile) : bodies[route.id];
      const response = await api.request(method, path, {
        as,
        body,
        headers: random.percent(50) ? { "if-match": "*" } : {},
      });
      const said = (await response.text()).replaceAll(/"instance":"[^"]*"/g, "");
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      if (response.status >= 500) leaks.push(`${method} ${path}: ${response.status}`);
      const visible = as === undefined ? new Set<string>() : visiblePeople(as);
      const asked = new Set(as === undefined ? [] : [as.subject]);
      for (const { applicantId } of [...people, { applicantId: GONE }]) {
        // A center's feed is what it was told, also of somebody who has left since: an id, and that their matches are withdrawn.
        if (applicantId === GONE && route.id === "readFeed" && as?.role === "center") continue;
        const isMentioned = said.includes(`"${applicantId}"`) || said.includes(`${applicantId}~`);
        if (isMentioned && !visible.has(applicantId) && !asked.has(applicantId))
          leaks.push(`${as?.role} ${as?.subject} ${method} ${path}: ${applicantId}`);
      }
    }
    expect(leaks).toEqual([]);
    // The run would say little if nothing got through, or everything.
    for (const status of [200, 202, 401, 403, 404, 405])
      expect(statuses.get(status) ?? 0, String(status)).toBeGreaterThan(20);
  });
});
