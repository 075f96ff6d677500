/** Who asks. Roles are what people are to the service; nobody has two at the same time. */
export const roles = ["applicant", "employer", "center", "operator"] as const;
export type Role = (typeof roles)[number];

export interface Actor {
  readonly role: Role;
  /** Id of the applicant or employer, of the center (`west`), or of the operator. */
  readonly subject: string;
}

export function isRole(text: unknown): text is Role {
  return roles.some((role) => role === text);
}
