import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ROLES, type Role } from '@/domain/actor'
import { assertMay, may } from './may.rules'
import { OPERATION_TABLE, PERMISSION_TABLE, type Permission } from './operation-table.rules'
import { SCOPES, type Scope } from './scopes.rules'

/** What each role and scope may do, written out: a change of the rule shows here. */
const EXPECTED: Record<Permission, { roles: Role[]; scopes: Scope[] }> = {
  read: { roles: ['owner', 'admin', 'operator', 'viewer'], scopes: ['read'] },
  prepare: { roles: ['owner', 'admin', 'operator', 'viewer'], scopes: ['enroll', 'read', 'manage'] },
  enroll: { roles: ['owner', 'admin', 'operator'], scopes: ['enroll'] },
  manage: { roles: ['owner', 'admin'], scopes: ['manage'] },
  administer: { roles: ['owner', 'admin'], scopes: [] },
  own: { roles: ['owner'], scopes: [] },
  account: { roles: ['owner', 'admin', 'operator', 'viewer'], scopes: [] },
}

const permissions = Object.keys(PERMISSION_TABLE) as Permission[]

describe.each(permissions)('%s', (permission) => {
  it.each(ROLES)('by the role %s', (role) => {
    expect(may({ role }, permission)).toBe(EXPECTED[permission].roles.includes(role))
  })

  it.each(SCOPES)('by the scope %s', (scope) => {
    expect(may({ scopes: [scope] }, permission)).toBe(EXPECTED[permission].scopes.includes(scope))
  })
})

it('a key may do what any of its scopes allows, and nothing without one', () => {
  fc.assert(
    fc.property(fc.constantFrom(...permissions), fc.subarray([...SCOPES]), (permission, scopes) => {
      const expected = scopes.some((scope) => may({ scopes: [scope] }, permission))
      expect(may({ scopes }, permission)).toBe(expected)
    }),
  )
})

describe('assertMay', () => {
  it('refuses with what is needed and who can give it', () => {
    expect(() => assertMay({ role: 'viewer' }, 'batches.pause')).toThrow(
      'Your role (viewer) does not allow this: it takes owner, admin or operator. Ask an owner or admin of your organization.',
    )
    expect(() => assertMay({ scopes: ['read'] }, 'pauseBatch')).toThrow(/lacks the scope "enroll"/)
    expect(() => assertMay({ scopes: [...SCOPES] }, 'auth.me')).toThrow(/No API key can do this/)
  })

  it('lets a test key enroll, read and look after test keys, and nothing else whatever its scopes', () => {
    const rights = { scopes: [...SCOPES], test: true }
    const open = Object.keys(OPERATION_TABLE).filter((operation) => {
      try {
        assertMay(rights, operation)
        return true
      } catch {
        return false
      }
    })
    const acting = open.filter((operation) => !['read', 'prepare'].includes(OPERATION_TABLE[operation] ?? ''))
    expect(acting.sort()).toEqual(
      [
        ...['apiKeys.create', 'apiKeys.get', 'apiKeys.list', 'apiKeys.requests', 'apiKeys.revoke', 'apiKeys.rotate'],
        ...['createKey', 'listKeys', 'revokeKey', 'rotateKey'],
        ...['enrollBatch', 'enrollContact', 'enrollment.enrollBatch', 'enrollment.enrollSingle', 'imports.importFile'],
      ].sort(),
    )
  })

  it('lets nobody do what the table does not name', () => {
    expect(() => assertMay({ role: 'owner' }, 'batches.explode')).toThrow(/no place in OPERATION_TABLE/)
    expect(() => assertMay({ role: 'owner' }, 'toString')).toThrow(/no place in OPERATION_TABLE/)
  })
})

it('the table names each operation once, and only permissions that exist', () => {
  for (const permission of Object.values(OPERATION_TABLE)) expect(permissions).toContain(permission)
})
