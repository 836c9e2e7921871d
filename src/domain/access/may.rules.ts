import { ROLES, type Role } from '@/domain/actor'
import { RollcallError } from '@/domain/errors'
import { OPERATION_TABLE, PERMISSION_TABLE, type Permission } from './operation-table.rules'
import { SCOPE_TABLE, type Scope } from './scopes.rules'

/** What decides what somebody may do: the role of a member, or the scopes of a key and whether it is a test key. */
export type Rights = { role: Role } | { scopes: readonly Scope[]; test?: boolean }

/** Says whether these rights include a permission. The console hides what a member may not do by it. */
export function may(rights: Rights, permission: Permission): boolean {
  const { role, scope } = PERMISSION_TABLE[permission]
  if ('role' in rights) return ROLES.indexOf(rights.role) <= ROLES.indexOf(role)
  if (scope === null) return false
  // Whoever may read everything may read what an enrollment needs.
  return rights.scopes.includes(scope) || (permission === 'prepare' && rights.scopes.length > 0)
}

/**
 * Refuses an operation to somebody whose rights do not include it.
 *
 * @param operation the path of a tRPC procedure, or the `operationId` of a REST route
 * @throws FORBIDDEN, which says what would be needed and who can give it
 */
export function assertMay(rights: Rights, operation: string): void {
  const permission = Object.hasOwn(OPERATION_TABLE, operation) ? OPERATION_TABLE[operation] : undefined
  if (permission === undefined) throw new Error(`${operation} has no place in OPERATION_TABLE, so nobody may do it.`)
  if (!may(rights, permission)) throw new RollcallError('FORBIDDEN', refusal(rights, permission))
  if ('scopes' in rights && rights.test && !isOpenToTestKeys(operation, permission)) {
    throw new RollcallError(
      'FORBIDDEN',
      'A test key enrolls, reads and looks after test keys. Use a live key, or the console, to act on what was enrolled or set up.',
    )
  }
}

/**
 * What a test key may do beside reading. Whatever acts on things that are there already is left out: they may be those
 * of people who are called in earnest.
 */
const TEST_OPERATIONS: ReadonlySet<string> = new Set([
  ...['enrollBatch', 'enrollContact', 'enrollment.enrollBatch', 'enrollment.enrollSingle', 'imports.importFile'],
  ...['createKey', 'listKeys', 'rotateKey', 'revokeKey'],
  ...['apiKeys.create', 'apiKeys.get', 'apiKeys.list', 'apiKeys.requests', 'apiKeys.revoke', 'apiKeys.rotate'],
])

function isOpenToTestKeys(operation: string, permission: Permission): boolean {
  return permission === 'read' || permission === 'prepare' || TEST_OPERATIONS.has(operation)
}

function refusal(rights: Rights, permission: Permission): string {
  const { role, scope } = PERMISSION_TABLE[permission]
  if ('role' in rights) {
    const allowed = ROLES.slice(0, ROLES.indexOf(role) + 1)
    const needed = allowed.length === 1 ? `the ${role}` : `${allowed.slice(0, -1).join(', ')} or ${role}`
    return `Your role (${rights.role}) does not allow this: it takes ${needed}. Ask an owner or admin of your organization.`
  }
  if (scope === null) return 'No API key can do this. Sign in to the console instead.'
  return `This key lacks the scope "${scope}" (${SCOPE_TABLE[scope].toLowerCase()}). Use a key that has it, or create one in the console.`
}
