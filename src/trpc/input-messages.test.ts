import type { AnyProcedure } from '@trpc/server'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { RollcallError } from '@/domain/errors'
import { parseRequest } from '@/domain/parse-request'
import type { ValidationFault } from '@/domain/validation-fault.schema'
import { ZODS_WORDS } from '@/testing/zods-words'
import { appRouter } from './root'

// The properties run hundreds of cases, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000 })

const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, AnyProcedure>).flatMap(
  ([name, { _def }]) => {
    const [parser] = (_def as unknown as { inputs: unknown[] }).inputs
    return parser === undefined ? [] : [{ name, parser }]
  },
)

/** Returns the faults that a procedure finds in an input, as they are answered. Empty when it accepts the input. */
function faultsOf(parser: unknown, input: unknown): readonly ValidationFault[] {
  try {
    if (parser instanceof z.ZodType) parseRequest(parser, input)
    else (parser as (input: unknown) => unknown)(input)
    return []
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error
    expect(error.code).toBe('VALIDATION_ERROR')
    return error.details as ValidationFault[]
  }
}

/** Returns the names of the properties that an input may have. */
function namesOf(parser: unknown): string[] {
  const schema = parser instanceof z.ZodOptional ? parser.unwrap() : parser
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : ['agentId', 'idempotencyKey', 'dryRun']
}

it('there are procedures with an input', () => {
  expect(procedures.length).toBeGreaterThan(20)
})

describe.each(procedures)('$name', ({ parser }) => {
  it('says in our words what is wrong with an input', () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom('', 'x'.repeat(3_000), -1, 1.5, 1e300, '\0', [{}], [[]]))
    const record = fc.record(Object.fromEntries(namesOf(parser).map((name) => [name, value])), { requiredKeys: [] })
    let refused = 0
    fc.assert(
      fc.property(fc.oneof(value, record), (input) => {
        for (const { path, message, ...rest } of faultsOf(parser, input)) {
          refused += 1
          expect(typeof path).toBe('string')
          expect(rest).toEqual({})
          expect(message).toMatch(/\S.*[.?)]$/s)
          expect(message).not.toMatch(ZODS_WORDS)
        }
      }),
    )
    expect(refused).toBeGreaterThan(0)
  })

  it('takes no property that it does not know', () => {
    // The use case parses the rest of an enrollment, after it has looked for a replay.
    if (!(parser instanceof z.ZodType)) return
    const messages = faultsOf(parser, { nonsense: 1 }).map(({ message }) => message)
    expect(messages).toContain('Unknown property: "nonsense". Remove it, or correct its name.')
  })
})
