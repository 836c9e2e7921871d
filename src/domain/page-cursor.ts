import { createHash } from 'node:crypto'
import { requestFault } from './parse-request'

/**
 * Patterns of sort keys, with one capturing group for each part. A cursor that matches is safe to query with: Postgres
 * refuses none of its UUIDs or numbers.
 */
export const CURSOR_OF_TIME_AND_ID = /^(\d{1,14}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/
export const CURSOR_OF_ID = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/
export const CURSOR_OF_NUMBER = /^(\d{1,9})$/

/**
 * The list that a cursor belongs to: its name, the organization, and every filter. A cursor is refused in another list,
 * and with another filter, where its place would mean nothing.
 */
export type CursorScope = readonly [list: string, organizationId: string, ...filters: (string | undefined)[]]

// As many as keep an accident from happening. Nothing is kept secret by it: each query has the organization.
const SCOPE_BYTES = 9

/**
 * Encodes a place in a list: a hash of the scope, and the sort key of the page's last row. The text means nothing to
 * whoever holds it.
 */
export function encodeCursor(scope: CursorScope, ...parts: (string | number)[]): string {
  return Buffer.concat([hashScope(scope), Buffer.from(parts.join(' '))]).toString('base64url')
}

/**
 * Decodes a cursor and returns the parts of its sort key, one for each capturing group of `pattern`.
 *
 * @throws VALIDATION_ERROR for a text that is not a cursor of this list with these filters
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
