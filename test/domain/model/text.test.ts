import { describe, expect, test } from "vitest";
import { carriesPersonalData, freeText, hasInvisibleCharacter } from "../../../domain/model/text.ts";

const TELEPHONE_NUMBERS = [
  "010-1234-5678",
  "01012345678",
  "010 1234 5678",
  "010.1234.5678",
  "010-12345678",
  "010 - 1234 - 5678",
  "010)1234-5678",
  "(010)1234-5678",
  "010–1234–5678",
  "010—1234—5678",
  "010ㅡ1234ㅡ5678",
  "010·1234·5678",
  "０１０－１２３４－５６７８",
  "０１０１２３４５６７８",
  "⓪①⓪-1234-5678",
  "10-1234-5678",
  "011-234-5678",
  "019 234 5678",
  "02-312-4567",
  "02)312-4567",
  "(02) 312-4567",
  "0231245678",
  "02-3124-5678",
  "031-234-5678",
  "051)234-5678",
  "064-723-1234",
  "070-1234-5678",
  "07012345678",
  "0507-1234-5678",
  "050-1234-5678",
  "1588-1234",
  "1577 1234",
  "1670.5678",
  "1800-3141",
  "+82-10-1234-5678",
  "+82 10 1234 5678",
  "+821012345678",
  "+82 (0)10-1234-5678",
  "+82-2-312-4567",
  "82-10-1234-5678",
];

const EMAIL_ADDRESSES = [
  "minsu@example.com",
  "min.su+work@mail.example.co.kr",
  "minsu @ example.com",
  "ｍｉｎｓｕ＠ｅｘａｍｐｌｅ．ｃｏｍ",
  "민수@예시.한국",
  "문의:minsu_21@example.org로",
];

const RESIDENT_NUMBERS = [
  "710228-1234567",
  "7102281234567",
  "710228 1234567",
  "710228 - 1234567",
  "710228–2234567",
  "７１０２２８－１２３４５６７",
  "990101-5234567",
  "051231-4234567",
];

/** What postings are full of: figures that name nobody. */
const ORDINARY_PHRASES = [
  "2026-12-01",
  "2026. 12. 1.",
  "2026.12.01 ~ 2026.12.31",
  "20261201",
  "2026-12-01 09:00",
  "접수기간 2026-11-21 ~ 2026-12-20 18:00",
  "2026-11-21T09:00:00+09:00",
  "2026-2027년 사업",
  "2025 2026 참여자",
  "09:00-18:00",
  "09:00~18:00 (휴게 12:00~13:00)",
  "오전 9시-오후 6시",
  "근무시간 0900-1800",
  "근무시간 1000-1900",
  "근무시간 1600-2000",
  "저녁 1800-2200 근무",
  "야간 22:00~익일 06:00",
  "1,500,000원",
  "월 2,156,880원",
  "시급 11,157원",
  "시급 10320원 이상",
  "시급 10,320원 ~ 12,000원",
  "일급 100000원",
  "연봉 2400-2600만원",
  "연봉 2000 - 2500만원",
  "연봉 3,000만원~3,500만원",
  "연봉 28000000원",
  "월급 2500000~3000000원",
  "월 57시간",
  "주 5일, 1일 8시간, 주 40시간",
  "주 15-20시간",
  "1234-56",
  "사업자등록번호 123-45-67890",
  "우편번호 04524",
  "서울특별시 마포구 월드컵북로 396",
  "서울시 강남구 테헤란로 152, 12층 1205호",
  "서울 구로구 디지털로 300 (구로동 197-10)",
  "경기도 성남시 분당구 판교역로 235번길 16-1",
  "은평구 통일로 684 1동 2층",
  "모집인원 00명",
  "10명 (남녀 무관)",
  "50+ 세대 100명 모집",
  "만 40세~64세",
  "경력 3년 이상, 10-15년 우대",
  "2종 보통 운전면허",
  "토익 700-800점",
  "지하철 2호선 5번 출구 도보 3분",
  "버스 271, 602, 7016번",
  "제2026-1234호",
  "공고번호 2026-00123",
  "1,000세대 이상 단지",
  "면적 1500.25㎡",
  "면적 82.5㎡, 31평",
  "전기차 1.5톤~2.5톤",
  "4대 보험, 퇴직금 별도",
  "엑셀 2016, 한글 2020 사용",
  "ISO 9001, ISO 14001",
  "근로기준법 제55조, 시행령 제30조 제1항",
  "품목 10 1000 2000",
  "수량 1500-2000개",
  "연 2,000 - 3,000건 처리",
  "팀@현장 3.5일",
];

describe("personal data in text", () => {
  test.each(TELEPHONE_NUMBERS)("%s is a telephone number", (number) => {
    expect(carriesPersonalData(number)).toBe(true);
    expect(carriesPersonalData(`문의 ${number}로 연락 주세요`)).toBe(true);
  });

  test.each(EMAIL_ADDRESSES)("%s is an e-mail address", (address) => {
    expect(carriesPersonalData(`이력서는 ${address} 앞으로`)).toBe(true);
  });

  test.each(RESIDENT_NUMBERS)("%s is a resident registration number", (number) => {
    expect(carriesPersonalData(`주민번호(${number})`)).toBe(true);
  });

  test.each(ORDINARY_PHRASES)("“%s” is an ordinary phrase", (phrase) => {
    expect(carriesPersonalData(phrase)).toBe(false);
    expect(carriesPersonalData(`모집 안내: ${phrase} (상세 내용 참조)`)).toBe(false);
  });

  test("a posting made of all ordinary phrases is ordinary, too", () => {
    expect(carriesPersonalData(ORDINARY_PHRASES.join("\n"))).toBe(false);
  });
});

describe("the longest texts", () => {
  // Each took seconds while a repeat had no bound; together they would outlast the test's time limit many times over.
  const LONGEST = 60_000;

  test.each(["a", "가", "0", "7", "-", "a ", "a@", "a.", "02 ", "+82", "710228 "])(
    "runs of %j are judged at once",
    (run) => {
      for (let round = 0; round < 10; round++) {
        expect(carriesPersonalData(run.repeat(LONGEST / run.length))).toBe(false);
      }
    },
  );
});

describe("free text", () => {
  const title = freeText(10);

  test("decomposed Hangul is composed, before lengths are counted", () => {
    const decomposed = "바리스타모집".normalize("NFD");
    expect(decomposed.length).toBeGreaterThan(10);
    expect(title.parse(decomposed)).toBe("바리스타모집");
  });

  test("blanks around it go", () => {
    expect(title.parse("  모집\n")).toBe("모집");
  });

  test.each(["", "   ", "\u3000"])("%j is empty", (text) => {
    expect(title.safeParse(text).success).toBe(false);
  });

  test("its length is limited to the unit", () => {
    expect(title.safeParse("가".repeat(10)).success).toBe(true);
    expect(title.safeParse("가".repeat(11)).success).toBe(false);
  });

  test.each(["\u200b", "\u202e", "\u2066", "\u3164", "\u1160", "\ufeff"])(
    "an invisible %j is refused as such",
    (invisible) => {
      expect(hasInvisibleCharacter(`모${invisible}집`)).toBe(true);
      expect(title.safeParse(`모${invisible}집`).error?.issues[0]).toMatchObject({
        params: { code: "TEXT_CONTROL_CHARACTER" },
      });
    },
  );

  test("personal data are refused as such, and the message doesn't repeat them", () => {
    const issue = freeText(100).safeParse("문의 010-1234-5678").error?.issues[0];
    expect(issue).toMatchObject({ params: { code: "PERSONAL_DATA_IN_TEXT" } });
    expect(issue?.message).not.toContain("1234");
  });
});
