import type { OccupationRow } from "../rows.ts";

/**
 * Occupations: 관리·경영·사무.
 * Row: number (never reused, only appended), KECO 2025 code, standard name, English, other names as postings write them
 * (divided by semicolons), essential and optional competencies as `code:level`.
 */
export const MANAGEMENT_OCCUPATIONS: readonly OccupationRow[] = [
  [
    1,
    "0122",
    "경영 지원 관리자",
    "Business support manager",
    "기타 경영지원 서비스 관리자; 총무부장; 관리부장; 인사팀장",
    "team-leadership:4 budget-management:4 business-planning:3 general-affairs:4 document-drafting:3",
    "contract-administration:3 attendance-records:3 project-schedule-control:3",
  ],
  [
    2,
    "0132",
    "교육 관리자",
    "Education manager",
    "교육 관리자(부서장); 학원 원장; 교육원장",
    "training-operation:4 team-leadership:4 lifelong-learning-planning:4 budget-management:3",
    "learner-counselling:3 academic-administration:3 press-relations:2",
  ],
  [
    3,
    "0135",
    "사회복지 관련 관리자",
    "Social welfare manager",
    "사회복지관장; 요양원 원장; 노인복지시설장; 사무국장(복지시설)",
    "welfare-programme-operation:4 team-leadership:4 budget-management:4 welfare-resource-linking:4 abuse-prevention:3",
    "subsidy-project-management:4 volunteer-coordination:3 donor-management:3",
  ],
  [
    4,
    "0142",
    "음식 서비스 관련 관리자",
    "Food service manager",
    "음식서비스 관리자; 식당 매니저; 레스토랑 점장; 카페 점장; 카페 매니저",
    "restaurant-operation:4 food-cost-control:4 customer-service:4 kitchen-hygiene:3 team-leadership:3",
    "menu-development:3 purchasing:3 complaint-resolution:3 store-opening-closing:3",
  ],
  [
    5,
    "0143",
    "환경·청소 및 경비 관련 관리자",
    "Cleaning and security manager",
    "미화반장; 청소 관리자; 경비반장; 경비지도사; 보안실장",
    "guard-supervision:4 team-leadership:3 incident-reporting:4 safety-training:3 security-law-knowledge:3",
    "interior-cleaning:3 cleaning-chemicals:3 attendance-records:3 evacuation-guidance:3",
  ],
  [
    6,
    "0151",
    "영업 및 판매 관련 관리자",
    "Sales manager",
    "영업부장; 영업팀장; 지점장; 판매 관리자",
    "team-leadership:4 sales-negotiation:4 marketing-strategy:3 market-research:3 business-planning:3",
    "store-management:3 contract-administration:3 customer-service:4",
  ],
  [
    7,
    "0159",
    "기타 판매 및 고객 서비스 관리자",
    "Customer service manager",
    "각종 단체 및 기타 고객서비스 관리자; 콜센터 팀장; 고객센터 관리자",
    "team-leadership:4 complaint-resolution:4 customer-service:4 service-monitoring:3",
    "training-operation:3 spreadsheet-use:3 inbound-call-handling:4",
  ],
  [
    8,
    "0161",
    "건설 및 광업 관련 관리자",
    "Construction manager",
    "현장소장; 공사부장",
    "site-supervision:5 safety-management:4 quantity-takeoff:4 drawing-reading:4 project-schedule-control:4",
    "budget-management:3 team-leadership:4",
  ],
  [
    9,
    "0163",
    "제품 생산 관련 관리자",
    "Production manager",
    "공장장; 생산부장; 생산 관리자",
    "production-planning:4 team-leadership:4 quality-system:4 safety-management:3 cost-accounting:3",
    "preventive-maintenance:3 erp-operation:3",
  ],
  [
    10,
    "0169",
    "기타 건설·전기 및 생산 관련 관리자",
    "Repair and facility manager",
    "수리·정비 관리자(부서장); 시설관리소장; 아파트 관리소장; 주택관리사; 관리사무소장",
    "building-inspection:4 preventive-maintenance:4 team-leadership:3 budget-management:3 contract-administration:3",
    "electrical-safety:3 fire-safety-management:3 complaint-resolution:3",
  ],
];
