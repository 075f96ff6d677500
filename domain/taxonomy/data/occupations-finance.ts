import type { OccupationRow } from "../rows.ts";

/**
 * Occupations: 금융.
 * Row: number (never reused, only appended), KECO 2025 code, standard name, English, other names as postings write them
 * (divided by semicolons), essential and optional competencies as `code:level`.
 */
export const FINANCE_OCCUPATIONS: readonly OccupationRow[] = [
  [
    41,
    "0315",
    "손해 사정사",
    "Loss adjuster",
    "손해사정인; 보상 담당",
    "loss-adjustment:4 insurance-underwriting:3 document-drafting:3 customer-service:3",
    "legal-paperwork:3 complaint-resolution:3",
  ],
  [
    42,
    "0319",
    "기타 금융 및 보험 관련 전문가",
    "Finance specialist",
    "재무 상담사; 금융 컨설턴트; 자산관리사; 금융교육 강사",
    "personal-financial-planning:4 financial-product-knowledge:4 customer-service:3 lecturing:2",
    "insurance-consulting:3 loan-consulting:3",
  ],
  [
    43,
    "0321",
    "은행 사무원",
    "Bank clerk",
    "은행 창구 직원; 은행원",
    "teller-service:3 financial-product-knowledge:3 customer-service:3 loan-consulting:3",
    "privacy-protection:3 data-entry:3",
  ],
  [
    44,
    "0323",
    "보험 심사원 및 사무원",
    "Insurance underwriter and clerk",
    "보험 심사원; 보험 사무원; 보험 심사",
    "insurance-underwriting:3 financial-product-knowledge:3 document-drafting:3 data-verification:3",
    "medical-claims:2 customer-service:3",
  ],
  [
    45,
    "0325",
    "수금원 및 신용 추심원",
    "Debt collector",
    "채권 추심원; 신용관리사; 채권관리",
    "debt-collection:3 telephone-handling:3 customer-service:3 complaint-resolution:3",
    "privacy-protection:3 legal-paperwork:2",
  ],
  [
    46,
    "0329",
    "기타 금융 사무원",
    "Other finance clerk",
    "카드사·신협·새마을금고·할부사, 우체국(금융부문) 등 기타 사무원; 새마을금고 직원; 신협 직원; 우체국 금융 창구",
    "teller-service:3 customer-service:3 data-entry:3 financial-product-knowledge:2",
    "loan-consulting:2 privacy-protection:3 bookkeeping:2",
  ],
  [
    47,
    "0332",
    "보험 모집인 및 투자 권유 대행인",
    "Insurance agent",
    "보험 설계사; 보험 영업; 재무 설계사(FC)",
    "insurance-consulting:4 prospecting:3 sales-negotiation:3 financial-product-knowledge:3",
    "personal-financial-planning:3 outbound-calling:3",
  ],
];
