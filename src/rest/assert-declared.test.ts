import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { toJsonText } from '@/domain/json-text'
import { assertDeclared, faultsOf } from './assert-declared'
import type { Endpoint, RestAnswer } from './define-endpoint'
import { endpoints } from './endpoint-table'

const batchSchema = z.object({
  batchId: z.string(),
  reason: z.string().optional(),
  counts: z.record(z.string(), z.int()),
  contacts: z.array(z.object({ name: z.string(), more: z.unknown() })),
  open: z.looseObject({}).nullable(),
})
const batch = { batchId: 'x', counts: { done: 1 }, contacts: [{ name: 'Ada', more: { any: 1 } }], open: { any: 1 } }

describe('assertDeclared', () => {
  const [first] = endpoints
  const endpoint = {
    ...(first as Endpoint),
    answers: { 200: { json: batchSchema, csv: true }, 202: batchSchema, 204: null },
  } satisfies Endpoint
  const of = (answer: RestAnswer) => () => assertDeclared(endpoint, answer)

  it('passes what is declared', () => {
    expect(of({ status: 202, body: batch })).not.toThrow()
    expect(of({ status: 200, body: { ...batch, reason: undefined } })).not.toThrow()
    expect(of({ status: 202, body: toJsonText(batch) })).not.toThrow()
    expect(of({ status: 200, csv: 'a,b' })).not.toThrow()
    expect(of({ status: 204, body: null })).not.toThrow()
  })

  it('throws for another status, another kind of body, and one that is not by the schema', () => {
    expect(of({ status: 201, body: batch })).toThrow('201 is not declared')
    expect(of({ status: 202, csv: 'a,b' })).toThrow('not declared as CSV')
    expect(of({ status: 204, csv: '' })).toThrow('not declared as CSV')
    expect(of({ status: 202, body: null })).toThrow('empty')
    expect(of({ status: 204, body: batch })).toThrow('not empty')
    expect(of({ status: 202, body: { ...batch, batchId: 5 } })).toThrow('batchId: ')
    expect(of({ status: 202, body: toJsonText({ ...batch, secret: 1 }) })).toThrow(
      'secret: The schema does not name it.',
    )
  })
})

describe('faultsOf', () => {
  it('finds no fault with what a schema leaves open', () => {
    expect(faultsOf(batchSchema, batch)).toEqual([])
    expect(faultsOf(batchSchema, { ...batch, open: null })).toEqual([])
  })

  it('names each property that the schema does not, wherever it is', () => {
    const sent = { ...batch, secret: 1, contacts: [...batch.contacts, { name: 'Bo', more: 1, phone: '' }] }
    expect(faultsOf(batchSchema, sent)).toEqual([
      'contacts.1.phone: The schema does not name it.',
      'secret: The schema does not name it.',
    ])
  })
})
