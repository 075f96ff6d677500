import { describe, expect, test } from "vitest";
import { toJobPosting } from "../../../functions/api/job-posting.ts";
import { readJobPostings } from "../../../functions/importing/sources/job-posting.ts";
import { anOpening } from "../../fixtures/bodies.ts";

const TODAY = "2026-11-21";

describe("an opening as a JobPosting", () => {
  test("has every field that Google asks for, whatever the opening leaves out", () => {
    const { openingId, revision, employerId } = anOpening();
    const bare = { openingId, revision, employerId, kind: "job" as const, title: "바리스타", requirements: [] };
    const posting = toJobPosting({ ...bare, place: { mode: "onsite" } }, TODAY);
    expect(posting).toMatchObject({
      title: "바리스타",
      description: "<p>바리스타</p>",
      datePosted: TODAY,
      hiringOrganization: { "@type": "Organization", name: "confidential" },
      jobLocation: { "@type": "Place", address: { addressCountry: "KR" } },
    });
    expect(JSON.stringify(posting)).not.toContain(employerId);
  });

  test("names its employer as the employer is called", () => {
    const posting = toJobPosting({ ...anOpening(), employerName: "마포 카페" }, TODAY);
    expect(posting["hiringOrganization"]).toEqual({ "@type": "Organization", name: "마포 카페" });
  });

  test("says where it was taken from, and leads there", () => {
    const source = { name: "고용24", url: "https://www.work24.go.kr/wk/1" };
    const posting = toJobPosting({ ...anOpening(), source }, TODAY);
    expect(posting["url"]).toBe(source.url);
    expect(posting["description"]).toContain("<p>출처: 고용24 https://www.work24.go.kr/wk/1</p>");
  });

  test("has no markup but its own, and reads again as it was", () => {
    const opening = anOpening({ description: "커피 <b>&</b> 차\n단골손님", employerName: "마포 카페" });
    const posting = toJobPosting(opening, TODAY);
    expect(posting["description"]).toBe("<p>커피 &lt;b&gt;&amp;&lt;/b&gt; 차<br>단골손님</p>");
    const [cells] = readJobPostings(JSON.stringify(posting));
    expect(cells?.get("employerName")).toBe("마포 카페");
    expect(cells?.get("title")).toBe(opening.title);
  });

  test.each([
    ["internship", "INTERN"],
    ["volunteer", "VOLUNTEER"],
  ] as const)("of the kind %s is of the employment type %s", (kind, employmentType) => {
    const { employmentType: _said, ...opening } = anOpening();
    expect(toJobPosting({ ...opening, kind }, TODAY)["employmentType"]).toBe(employmentType);
  });
});
