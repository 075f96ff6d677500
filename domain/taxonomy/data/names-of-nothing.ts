/**
 * What people write where a line of work or a skill is asked for, and what is near to a name by its spelling alone: no work at all (무직,
 * which ends 사무직), a rank or a word that any work may have (팀장, 기사), and work that isn't described here (경찰관, who is no
 * 청원경찰). None is a refusal: the text is kept and the code stays open. A taxonomy that has one of them for a name goes by its own.
 */
const names = (text: string): readonly string[] => text.split("; ");

export const NO_OCCUPATION: readonly string[] = [
  ...names(
    "무직; 없음; 해당 없음; 해당사항 없음; 주부; 전업주부; 가정주부; 학생; 은퇴; 은퇴자; 퇴직; 퇴직자; 구직; 구직자; 구직 중",
  ),
  ...names(
    "자영업; 자영업자; 프리랜서; 회사원; 직장인; 사원; 대리; 과장; 차장; 부장; 팀장; 실장; 이사; 임원; 대표; 사장",
  ),
  ...names(
    "관리자; 매니저; 강사; 기사; 기술자; 기능사; 상담원; 조립; 운전; IT; 경찰; 경찰관; 소방관; 군인; 교사; 교수; 의사",
  ),
  ...names(
    "unemployed; none; retired; student; housewife; manager; teacher; technician; engineer; police officer; firefighter",
  ),
];

export const NO_COMPETENCY: readonly string[] = names(
  "없음; 해당 없음; 상담; 수납; 한국어; 관리; 운영; 업무; 경력; 경험; 능력; 자격; 자격증; 기술; 교육; 작성; 점검; 제작; 서비스",
);
