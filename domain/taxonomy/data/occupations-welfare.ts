import type { OccupationRow } from "../rows.ts";

/**
 * Occupations: 사회복지.
 * Row: number (never reused, only appended), KECO 2025 code, standard name, English, other names as postings write them
 * (divided by semicolons), essential and optional competencies as `code:level`.
 */
export const WELFARE_OCCUPATIONS: readonly OccupationRow[] = [
  [
    83,
    "2311",
    "사회복지사",
    "Social worker",
    "사회복지사(사회복지시설); 사회복지사(공공); 복지관 사회복지사; 생활지원사 전담사회복지사",
    "case-management:4 welfare-needs-assessment:4 welfare-resource-linking:4 welfare-programme-operation:3 document-drafting:3",
    "abuse-prevention:3 volunteer-coordination:3 donor-management:3 care-recording:3 group-programme-leading:3",
  ],
  [
    84,
    "2312",
    "상담 전문가",
    "Counsellor",
    "심리 상담사; 상담사; 가족 상담사; 미술심리상담사; 아동심리상담사",
    "psychological-counselling:4 group-programme-leading:3 case-management:3 document-drafting:2",
    "youth-activity-guidance:3 abuse-prevention:3 multicultural-family-support:3",
  ],
  [
    85,
    "2313",
    "청소년 지도사",
    "Youth worker",
    "청소년 활동가; 청소년 수련관 지도사",
    "youth-activity-guidance:4 group-programme-leading:3 event-operation:3 child-safety:3",
    "learner-counselling:3 recreation-leading:3 welfare-programme-operation:3",
  ],
  [
    86,
    "2314",
    "직업 관련 상담사",
    "Job counsellor",
    "직업상담사; 취업 상담사; 취업 컨설턴트; 커리어 컨설턴트; 전직 지원 컨설턴트; 경력전환 컨설턴트; 생애설계 상담사; 일자리 상담사; 취업 지원관",
    "employment-counselling:4 job-placement:3 career-design-counselling:3 document-drafting:3 spreadsheet-use:2",
    "group-programme-leading:3 training-operation:3 prospecting:2 privacy-protection:3 labour-relations:2",
  ],
  [
    87,
    "2315",
    "시민사회 활동가",
    "Community activist",
    "마을 활동가; 지역사회 활동가; NPO 활동가; 주민 활동가; 도시재생 코디네이터",
    "community-organising:4 event-operation:3 document-drafting:3 subsidy-project-management:3",
    "volunteer-coordination:3 donor-management:3 press-relations:2 environmental-education:2",
  ],
  [
    88,
    "2321",
    "보육교사",
    "Childcare teacher",
    "어린이집 교사; 어린이집 담임교사; 어린이집 연장반 교사",
    "toddler-care:4 childcare-planning:3 play-activities:3 child-safety:4 parent-communication:3",
    "feeding-assistance:3 toileting-assistance:3 arts-teaching:2 first-aid:2",
  ],
  [
    89,
    "2322",
    "보육 관련 시설 돌봄 종사원",
    "Childcare facility assistant",
    "어린이집 보조교사; 어린이집 도우미; 보육 도우미; 보육 보조; 지역아동센터 돌봄",
    "toddler-care:3 child-safety:3 play-activities:2 feeding-assistance:2",
    "meal-serving:2 interior-cleaning:2 reading-guidance:2 home-organising:2",
  ],
  [
    90,
    "2329",
    "기타 사회복지 전문가 및 관련 종사원",
    "Other welfare worker",
    "복지시설 보조원; 생활지도원; 생활 재활교사; 사회복지 보조; 장애인 직업재활 지도원; 노숙인 시설 지도원; 그룹홈 보육사",
    "daily-living-support:3 residence-supervision:3 disability-support:3 care-recording:3",
    "companionship:3 group-programme-leading:2 welfare-programme-operation:2 abuse-prevention:2 multicultural-family-support:2",
  ],
];
