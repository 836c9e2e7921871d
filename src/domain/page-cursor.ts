import { createHash } from 'node:crypto'
import { requestFault } from './parse-request'

/** Sort keys, one group a part. What matches them can be queried with: no UUID is refused by Postgres, no number too large. */
export const CURSOR_OF_TIME_AND_ID = /^(\d{1,14}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/
export const CURSOR_OF_ID = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/
export const CURSOR_OF_NUMBER = /^(\d{1,9})$/

/**
 * Of what a cursor is a place: the list by name, the organization, and every filter that was set. A place in one list is
 * no place in another, and with another filter a page would begin anywhere.
 */
export type CursorScope = readonly [list: string, organizationId: string, ...filters: (string | undefined)[]]

// As many as keep an accident from happening. Nothing is kept secret by it: each query has the organization.
const SCOPE_BYTES = 9

/** A cursor is its scope, hashed, and the sort key of the last row of a page: text that says nothing to whoever holds it. */
export function encodeCursor(scope: CursorScope, ...parts: (string | number)[]): string {
  return Buffer.concat([hashScope(scope), Buffer.from(parts.join(' '))]).toString('base64url')
}

/**
 * The parts of a cursor that match `pattern` (one group a part).
 *
 * @throws VALIDATION_ERROR for text that is no cursor of this list with these filters
 */
export function decodeCursor(scope: CursorScope, cursor: string, pattern: RegExp): string[] {
  const bytes = Buffer.from(cursor, 'base64url')
  // Node skips what is no base64, so a cursor with something in it or behind it would pass for the cursor.
  const isCanonical = bytes.toString('base64url') === cursor
  const isOfScope = isCanonical && bytes.subarray(0, SCOPE_BYTES).equals(hashScope(scope))
  const match = isOfScope ? pattern.exec(bytes.subarray(SCOPE_BYTES).toString('utf8')) : null
  if (match) return match.slice(1)
  const message =
    'This is not a cursor of this list with these filters. Use the nextCursor of the page before, and leave the filters as they were.'
  throw requestFault('cursor', message)
}

function hashScope(scope: CursorScope): Buffer {
  return createHash('sha256').update(JSON.stringify(scope)).digest().subarray(0, SCOPE_BYTES)
}
