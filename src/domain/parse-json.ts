import { RollcallError } from './errors'

/**
 * A request's body as the value that it is.
 *
 * @throws INVALID_JSON, with what the parser said
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? ` (${error.message})` : ''
    throw new RollcallError('INVALID_JSON', `The body is not JSON${reason}.`)
  }
}
