/**
 * Postings of 고용24 (formerly 워크넷) as its open API gives them: a list (`wantedRoot`) or the details of one (`wantedDtl`). Its terms ask for its
 * name and a link back to the posting wherever one is shown, so both stay with every opening. A posting that isn't on a page of a list is not
 * thereby closed. Lists cut titles at 30 characters; details have them in full.
 */
import { type Cells, hashedId } from "../converters.ts";
import {
  certificatesIn,
  dayIn,
  educationIn,
  employmentTypeIn,
  experienceMonthsIn,
  hoursPerWeekIn,
  payIn,
  withoutContacts,
} from "./wording.ts";
import { elementsOf, textOf, type XmlNode } from "./xml.ts";

export const WORK24 = "고용24";
const POSTING_URL = "https://www.work24.go.kr/wk/a/b/1500/empDetailAuthView.do?wantedAuthNo=";

function idsOf(authNo: string, url: string): readonly (readonly [string, string])[] {
  return [
    ["openingId", authNo === "" ? "" : `work24-${authNo}`],
    ["kind", "job"],
    ["sourceName", WORK24],
    ["sourceUrl", url === "" ? `${POSTING_URL}${encodeURIComponent(authNo)}` : url.replace(/^http:/, "https:")],
  ];
}

function payOf(salTpNm: string, minSal: string): readonly (readonly [string, string])[] {
  // The least is a figure of its own; where it is zero or missing the words may hold it.
  const { pay, payUnit } = payIn(
    /^\d+$/.test(minSal) && Number(minSal) > 0 ? `${salTpNm.slice(0, 3)} ${minSal}원` : salTpNm,
  );
  return [
    ["pay", pay],
    ["payUnit", payUnit],
  ];
}

function listed(wanted: XmlNode): Cells {
  const text = (name: string) => textOf(wanted, name);
  return new Map([
    ...idsOf(text("wantedAuthNo"), text("wantedInfoUrl")),
    ["employerId", hashedId("employer", text("busino") || text("company"))],
    ["employerName", withoutContacts(text("company"))],
    ["title", text("title")],
    ["occupation", text("jobsCd")],
    ["district", text("basicAddr") || text("region")],
    ...payOf(text("salTpNm"), text("minSal")),
    ["education", educationIn(text("minEdubg"))],
    ["experienceMonths", experienceMonthsIn(text("career"))],
    ["datePosted", dayIn(text("regDt"))],
    ["validThrough", dayIn(text("closeDt"))],
  ]);
}

function detailed(root: XmlNode): Cells {
  const [posting] = elementsOf(root, "wantedInfo");
  const [firm] = elementsOf(root, "corpInfo");
  const text = (name: string) => textOf(posting, name);
  const authNo = textOf(root, "wantedAuthNo");
  return new Map([
    ...idsOf(authNo, text("dtlRecrContUrl") || textOf(root, "wantedInfoUrl")),
    ["employerId", hashedId("employer", textOf(firm, "busino") || textOf(firm, "corpNm"))],
    ["employerName", withoutContacts(textOf(firm, "corpNm"))],
    ["title", text("wantedTitle")],
    ["description", withoutContacts(text("jobCont"))],
    ["occupation", text("jobsNm").replace(/\s*\(\d+\)\s*$/, "")],
    ["district", text("workRegion").replace(/^\(\d{5}\)\s*/, "")],
    ...payOf(text("salTpNm"), ""),
    ["hoursPerWeek", hoursPerWeekIn(text("workdayWorkhrCont"))],
    ["employmentType", employmentTypeIn(text("empTpNm"))],
    ["education", educationIn(text("eduNm"))],
    ["experienceMonths", experienceMonthsIn(text("enterTpNm"))],
    ["certificates", certificatesIn(text("certificate"))],
    ["totalJobOpenings", /^\d+/.exec(text("collectPsncnt"))?.[0] ?? ""],
    ["validThrough", dayIn(text("receiptCloseDt"))],
  ]);
}

/** Postings in an answer of 고용24; undefined when the document is none. */
export function readWork24(root: string, content: XmlNode): readonly Cells[] | undefined {
  if (root === "wantedRoot") return elementsOf(content, "wanted").map(listed);
  return root === "wantedDtl" ? [detailed(content)] : undefined;
}
