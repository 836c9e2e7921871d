import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { findUnbounded } from '@/testing/find-unbounded'
import { appRouter } from './root'

/** Schemas that read nothing from outside, or whose input is bounded elsewhere. */
const EXEMPT: Record<string, string> = {
  faultSchema: 'is what we answer',
  estimateSchema: 'is what we answer',
  warningSchema: 'is what we answer',
  validationFaultSchema: 'is what we answer',
  callResultPayloadSchema: 'is what we send',
  webhookEventPayloadSchema: 'is what we send',
  callResultDocsSchema: 'documents what a dialer may report; what is stored of it is cut by callResultSchema',
}
/** Procedures whose input a function parses: the envelope here, and the rest by enrollBatchSchema in the use case. */
const PARSED_BY_FUNCTION = ['enrollment.enrollBatch', 'enrollment.enrollSingle']

const procedures = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { _def: { inputs: unknown[] } }>,
)

describe('whatever a request may hold has an end', () => {
  it.each(procedures)('in %s', (name, { _def }) => {
    if (PARSED_BY_FUNCTION.includes(name)) return
    for (const input of _def.inputs) {
      expect(input).toBeInstanceOf(z.ZodType)
      expect(findUnbounded(input as z.ZodType)).toEqual([])
    }
  })

  it('in every schema of the domain, which the REST endpoints and their queries are read by', async () => {
    const folder = join(import.meta.dirname, '..', 'domain')
    const files = (await readdir(folder, { recursive: true })).filter(
      (file) => file.endsWith('.schema.ts') && !/answer(?:-fields)?\.schema\.ts$/.test(file),
    )
    const unbounded: string[] = []
    let schemas = 0
    for (const file of files) {
      const exported = (await import(join(folder, file))) as Record<string, unknown>
      for (const [name, schema] of Object.entries(exported)) {
        if (!(schema instanceof z.ZodType) || name in EXEMPT) continue
        schemas++
        unbounded.push(...findUnbounded(schema).map((found) => `${name}${found}`))
      }
    }
    expect(unbounded).toEqual([])
    expect(schemas).toBeGreaterThan(20)
  })
})

describe('findUnbounded', () => {
  it('finds what has no end, wherever it stands', () => {
    const schema = z.object({
      text: z.string(),
      trimmed: z.string().transform((text) => text.trim()),
      number: z.int(),
      large: z.int().max(2_147_483_648),
      list: z.array(z.enum(['a'])),
      deep: z.array(z.record(z.string().max(9), z.union([z.string(), z.boolean()])).optional()).max(3),
      piped: z.array(z.string().max(1)).pipe(z.array(z.any()).max(1)),
      fine: z.tuple([z.string().max(5), z.uuid(), z.literal('a'), z.int().max(9), z.string().regex(/^[a-f]{4}$/)]),
    })
    expect(findUnbounded(schema).sort()).toEqual([
      '.deep[][]: text without a length',
      '.large: number without a maximum',
      '.list: list without a length',
      '.number: number without a maximum',
      '.piped: list without a length',
      '.text: text without a length',
      '.trimmed: text without a length',
    ])
  })
})
