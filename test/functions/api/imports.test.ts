import iconv from "iconv-lite";
import { expect, test } from "vitest";
import type { Actor } from "../../../functions/serving/actor.ts";
import { ApiService } from "../../fixtures/api-service.ts";
import { aJobBody } from "../../fixtures/bodies.ts";

const CENTER: Actor = { role: "center", subject: "west" };

const HEADER = "openingId,employerId,kind,title,district";
const GOOD = "opening-1,employer-1,job,아파트 주간 경비원,서울특별시 마포구";
const UNLAWFUL = "opening-2,employer-1,job,20~35세 경비원,서울특별시 마포구";

const send = (api: ApiService, what: "" | "/preview" | "/errors", body: string | Uint8Array<ArrayBuffer>) =>
  api.request("POST", `/v1/centers/west/imports${what}?of=postings`, {
    as: CENTER,
    body,
    headers: { "content-type": "text/csv" },
  });

const table = (...rows: string[]) => [HEADER, ...rows].join("\r\n");

test("a preview says of every row what would come of it, and takes none", async () => {
  const api = await ApiService.create();
  const response = await send(api, "/preview", table(GOOD, UNLAWFUL));
  expect(await response.json()).toMatchObject({
    taken: [{ row: 2, id: "opening-1", revision: 1, unknownNames: 0 }],
    unchanged: 0,
    refused: [
      { row: 3, code: "AGE_CONDITION_ON_JOB", path: "/opening/title", reason: expect.stringContaining("나이") },
    ],
  });
  expect(api.memory.world.published()).toEqual([]);
});

test("what is taken is kept, and taken again it is unchanged", async () => {
  const api = await ApiService.create();
  const cp949 = new Uint8Array(iconv.encode(table(GOOD), "cp949"));
  expect(await (await send(api, "", cp949)).json()).toMatchObject({ taken: [{ id: "opening-1" }], refused: [] });
  await api.settle();
  const read = await api.request("GET", "/v1/openings/opening-1", { as: CENTER });
  expect(await read.json()).toMatchObject({ opening: { title: "아파트 주간 경비원" } });
  expect(await (await send(api, "", cp949)).json()).toMatchObject({ taken: [], unchanged: 1 });
  const changed = await (await send(api, "", table(GOOD.replace("주간", "야간")))).json();
  expect(changed).toMatchObject({ taken: [{ id: "opening-1", revision: 2 }], unchanged: 0 });
});

test("rows that can't be taken come back as a file that can be corrected and sent again", async () => {
  const api = await ApiService.create();
  const errors = await send(api, "/errors", table(GOOD, UNLAWFUL));
  expect(errors.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  const file = await errors.text();
  expect(file).toContain("20~35세 경비원");
  expect(file).not.toContain("아파트 주간 경비원");
  const corrected = await (await send(api, "", file.replace("20~35세 경비원", "경비원"))).json();
  expect(corrected).toMatchObject({ taken: [{ id: "opening-2" }], refused: [] });
});

test("another employer's opening is refused as one that is taken", async () => {
  const api = await ApiService.create();
  await api.memory.accept(aJobBody({ openingId: "opening-1", employerId: "employer-other" }));
  expect(await (await send(api, "", table(GOOD))).json()).toMatchObject({ taken: [], refused: [{ code: "ID_TAKEN" }] });
});

test.each([
  ["", "FILE_UNREADABLE", "FILE_EMPTY"],
  ["<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "FILE_UNREADABLE", "XML_DECLARATION_FORBIDDEN"],
  [new Uint8Array(1_100_000), "FILE_UNREADABLE", "FILE_TOO_LARGE"],
  ["이름,나이\n홍길동,50", "COLUMNS_MISSING", "lacks"],
])("what is no table is refused by what is wrong with it (%#)", async (body, code, detail) => {
  const api = await ApiService.create();
  const response = await send(api, "", body);
  expect(await response.json()).toMatchObject({ status: 422, code, detail: expect.stringContaining(detail) });
});
