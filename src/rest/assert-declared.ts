import type { z } from 'zod'
import type { Endpoint, RestAnswer } from './define-endpoint'

/**
 * Throws when an answer is not one that its endpoint declares: another status, a body of another shape, or a property
 * that the schema does not name. It parses each answer once more, so production does without it.
 */
export function assertDeclared({ method, path, answers }: Endpoint, answer: RestAnswer): void {
  const where = `${method} ${path} ${answer.status}`
  const declared = answers[answer.status]
  if (declared === undefined) throw new Error(`${where} is not declared.`)
  if ('csv' in answer) {
    if (declared === null || !('csv' in declared)) throw new Error(`${where} is not declared as CSV.`)
    return
  }
  const { body } = answer
  if (declared === null || body === null) {
    if (declared !== body) throw new Error(`${where} is ${body === null ? '' : 'not '}empty, unlike what is declared.`)
    return
  }
  const sent: unknown = JSON.parse(typeof body === 'string' ? body : JSON.stringify(body))
  const faults = faultsOf('json' in declared ? declared.json : declared, sent)
  if (faults.length > 0) throw new Error(`${where} is not as declared: ${faults.join(' ')}`)
}

/** Lists how parsed JSON differs from a schema. A property that the schema does not name counts too. */
export function faultsOf(schema: z.ZodType, sent: unknown): string[] {
  const parsed = schema.safeParse(sent)
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  return unnamedIn(sent, parsed.data, '')
}

/** Lists the properties that parsing has dropped, because the schema does not name them. */
function unnamedIn(sent: unknown, parsed: unknown, path: string): string[] {
  if (typeof sent !== 'object' || sent === null) return []
  const kept = parsed as Record<string, unknown>
  return Object.entries(sent).flatMap(([name, value]) => {
    const place = path === '' ? name : `${path}.${name}`
    return Object.hasOwn(kept, name) ? unnamedIn(value, kept[name], place) : [`${place}: The schema does not name it.`]
  })
}
