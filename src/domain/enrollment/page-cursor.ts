import { RollcallError } from '@/domain/errors'

/** A cursor is the sort key of the last row of a page, as base64url text that says nothing to whoever holds it. */
export function encodeCursor(...parts: (string | number)[]): string {
  return Buffer.from(parts.join(' ')).toString('base64url')
}

/**
 * The parts of a cursor that match `pattern` (one group a part).
 *
 * @throws VALIDATION_ERROR for text that is no cursor of this list
 */
export function decodeCursor(cursor: string, pattern: RegExp): string[] {
  const match = pattern.exec(Buffer.from(cursor, 'base64url').toString('utf8'))
  if (match) return match.slice(1)
  const message = 'This is not a cursor of this list. Use the nextCursor of the page before.'
  throw new RollcallError('VALIDATION_ERROR', message, [{ path: 'cursor', message }])
}
