import { ROLES, type Role } from '@/domain/actor'

/** Says of each role what it is called and what it may do, most first. */
export const ROLE_TABLE: Record<Role, { label: string; may: string }> = {
  owner: { label: 'Owner', may: 'Everything, and names owners' },
  admin: { label: 'Admin', may: 'Agents, keys, webhooks, settings and members' },
  operator: { label: 'Operator', may: 'Enrolls contacts, pauses, cancels and exports' },
  viewer: { label: 'Viewer', may: 'Looks, and changes nothing' },
}

/** How many members and open invitations an organization can have together. */
export const MEMBERS_MAX = 200

/** How long an invitation can be accepted. */
export const INVITATION_DAYS = 7

/** Says whether somebody with the role `own` may give others the role `role`. An admin makes no owners. */
export function mayGiveRole(own: Role, role: Role): boolean {
  return own === 'owner' || (own === 'admin' && role !== 'owner')
}

/** Says whether somebody with the role `own` may change or remove a member of the role `theirs`, themselves apart. */
export function mayTouchMember(own: Role, theirs: Role): boolean {
  return mayGiveRole(own, theirs)
}

/** Lists the roles that somebody with the role `own` may give. */
export function rolesToGive(own: Role): Role[] {
  return ROLES.filter((role) => mayGiveRole(own, role))
}
