import { RollcallError } from './errors'

/**
 * Parses a request's body.
 *
 * @throws INVALID_JSON, with the parser's message
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? ` (${error.message})` : ''
    throw new RollcallError('INVALID_JSON', `The body is not JSON${reason}.`)
  }
}
