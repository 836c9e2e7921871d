/** A number of an organization, in E.164. */
export type OwnNumber = { organizationId: string; phoneNumber: string }

/** Returns what a number is known by in a map of many: organizations share numbers. */
export function numberKey({ organizationId, phoneNumber }: OwnNumber): string {
  return `${phoneNumber} ${organizationId}`
}
