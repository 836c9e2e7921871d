import { describe, expect, it } from 'vitest'
import { ROLES, type Role } from '@/domain/actor'
import { mayGiveRole, mayTouchMember, rolesToGive } from './member.rules'

const GIVEN: Record<Role, Role[]> = {
  owner: ['owner', 'admin', 'operator', 'viewer'],
  admin: ['admin', 'operator', 'viewer'],
  operator: [],
  viewer: [],
}

describe.each(ROLES)('a member with the role %s', (own) => {
  it(`gives ${GIVEN[own].join(', ') || 'no role'}`, () => {
    expect(rolesToGive(own)).toEqual(GIVEN[own])
    for (const role of ROLES) expect(mayGiveRole(own, role)).toBe(GIVEN[own].includes(role))
  })

  it('touches those whose role they could give', () => {
    for (const theirs of ROLES) expect(mayTouchMember(own, theirs)).toBe(GIVEN[own].includes(theirs))
  })
})
