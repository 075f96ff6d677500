import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EventIn } from "../../../events/catalog.ts";
import { readAnySheet } from "../../../functions/importing/read-sheet.ts";
import { SESSION_COOKIE, type SmallSeoul, startSmallSeoul } from "../../browser/small-seoul.ts";

let seoul: SmallSeoul;
beforeAll(async () => {
  seoul = await startSmallSeoul();
});
afterAll(() => seoul.stop());

const TABLE = [
  "공고번호,제목,기업번호,급여,급여 단위,근무지",
  "import-1,주간 경비원,employer-import,2400000,월급,서울 마포구",
  "import-2,주방 보조,employer-import,9000,시급,서울 마포구",
  "import-3,<script>alert(1)</script>,employer-import,12000,시급,없는구",
].join("\n");

function request(path: string, form: Record<string, string | Blob> | undefined, as = "center:west"): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of Object.entries(form ?? {})) {
    if (typeof value === "string") body.set(name, value);
    else body.set(name, value, "table.csv");
  }
  const headers = { cookie: `${SESSION_COOKIE}=${encodeURIComponent(as)}`, origin: seoul.url };
  return fetch(`${seoul.url}${path}`, {
    headers,
    redirect: "manual",
    ...(form === undefined ? {} : { method: "POST", body }),
  });
}

const upload = (step: string, table: string, of = "postings") =>
  request("/center/import", { of, step, file: new Blob([table]) });

async function arrivedOf(act: () => Promise<unknown>): Promise<readonly EventIn[]> {
  const before = seoul.service.world.published().length;
  await act();
  return seoul.service.world
    .published()
    .slice(before)
    .flatMap((event) => (event.name === "JobPosted" ? [event as EventIn] : []));
}

describe("a table that a center sends", () => {
  test("is shown row by row before anything is sent, with what is in it as text", async () => {
    let page = "";
    const arrived = await arrivedOf(async () => {
      page = await (await upload("preview", TABLE)).text();
    });
    expect(arrived).toEqual([]);
    expect(page).toContain("올릴 줄 1개, 이미 같은 내용인 줄 0개, 고쳐야 할 줄 2개입니다.");
    expect(page).toContain("최저임금보다 적습니다 (최저임금법 6조 1항)");
    expect(page).not.toContain("<script>alert");
  });

  test("is taken as the page before carried it along, and unchanged when it comes again", async () => {
    const sent = Buffer.from(TABLE).toString("base64");
    let location: string | null = null;
    const arrived = await arrivedOf(async () => {
      location = (await request("/center/import", { of: "postings", step: "take", sent })).headers.get("location");
    });
    expect(location).toBe("/center/import?of=postings&done=1");
    expect(arrived).toMatchObject([{ detail: { opening: { openingId: "import-1", revision: 1 } } }]);
    await seoul.put(...arrived);
    expect(await arrivedOf(() => upload("take", TABLE))).toEqual([]);
    const changed = await arrivedOf(() => upload("take", TABLE.replace("2400000", "2500000")));
    expect(changed).toMatchObject([{ detail: { opening: { openingId: "import-1", revision: 2 } } }]);
  });

  test.each(["csv", "xlsx"])("gives the rows to correct back as %s", async (format) => {
    const response = await upload(`errors-${format}`, TABLE);
    expect(response.headers.get("content-disposition")).toBe(`attachment; filename="ieum-rows-to-correct.${format}"`);
    const sheet = await readAnySheet(new Uint8Array(await response.arrayBuffer()));
    expect(sheet.kind === "read" && sheet.rows.map(({ cells }) => cells.get("공고번호"))).toEqual([
      "import-2",
      "import-3",
    ]);
  });

  test("can't take over an opening of another employer, or somebody whom another center looks after", async () => {
    const other = TABLE.replaceAll("import-1", "job-112");
    expect(await (await upload("preview", other)).text()).toContain("[ID_TAKEN]");
    const person = "구직번호,사는 곳\napplicant-1001,서울 마포구";
    const pages = await Promise.all(
      ["west", "east"].map(async (center) => {
        const form = { of: "applicants", step: "preview", file: new Blob([person]) };
        return (await request("/center/import", form, `center:${center}`)).text();
      }),
    );
    expect(pages.filter((page) => page.includes("[ID_TAKEN]")).length).toBeGreaterThan(0);
  });

  test("that is none says what to do, and nobody else may send one", async () => {
    expect(await (await upload("preview", "a,b\n1,2")).text()).toContain("이 칸이 있어야 합니다");
    expect((await request("/center/import", { of: "postings", step: "preview" })).status).toBe(422);
    expect((await request("/center/import", undefined, "employer:employer-3")).status).toBe(403);
    const template = await request("/center/import/template.xlsx?of=applicants", undefined);
    expect((await readAnySheet(new Uint8Array(await template.arrayBuffer()))).kind).toBe("read");
  });
});
