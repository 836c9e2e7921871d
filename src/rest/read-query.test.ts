import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { RollcallError } from '@/domain/errors'
import type { Endpoint } from './define-endpoint'
import { endpoints } from './endpoint-table'
import { namedOnce, readQuery } from './read-query'

function faultsOf(endpoint: Pick<Endpoint, 'query'>, query: string) {
  try {
    readQuery(endpoint, new URLSearchParams(query))
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'VALIDATION_ERROR') return error.details
  }
  throw new Error('Nothing was refused.')
}

describe.each(endpoints)('$method $path', (endpoint) => {
  const known = Object.keys(endpoint.query?.shape ?? {}).filter((name) => name !== 'variable')

  it('takes the parameters that it tells of, once each', () => {
    const query = new URLSearchParams(known.map((name) => [name, 'x']))
    expect(namedOnce(known, query)).toEqual(Object.fromEntries(known.map((name) => [name, 'x'])))
    expect(namedOnce(known, new URLSearchParams())).toEqual({})
    for (const name of known) {
      const message = `${name} is in the query 2 times. Send it once.`
      expect(faultsOf(endpoint, `${name}=false&${name}=true`)).toEqual([{ path: name, message }])
    }
  })

  it('refuses any other', () => {
    for (const name of ['nonsense', '__proto__', 'constructor', 'DRYRUN']) {
      expect(faultsOf(endpoint, `${name}=1`)).toEqual([
        { path: name, message: expect.stringContaining(`${name} is not a query parameter of this route.`) },
      ])
    }
  })

  it('asks for the one that may be meant', () => {
    for (const name of known) {
      const misspelt = `${name.toUpperCase()}_`
      expect(faultsOf(endpoint, `${misspelt}=1`)).toEqual([
        { path: misspelt, message: expect.stringContaining(`Did you mean ${name}?`) },
      ])
    }
  })
})

it('tells of at most ten, each cut', () => {
  const query = new URLSearchParams(Array.from({ length: 50 }, (_, n) => [`${n}${'x'.repeat(100)}`, '']))
  const faults = faultsOf(endpoints[0] as (typeof endpoints)[number], query.toString()) as { path: string }[]
  expect(faults).toHaveLength(10)
  for (const { path } of faults) expect(path).toHaveLength(64)
})

it('gives the values that the schema makes of them', () => {
  const endpoint = { query: z.object({ limit: z.coerce.number('Give a number.').default(50) }) }
  expect(readQuery(endpoint, new URLSearchParams('limit=7'))).toEqual({ limit: 7 })
  expect(readQuery(endpoint, new URLSearchParams())).toEqual({ limit: 50 })
  expect(faultsOf(endpoint, 'limit=x')).toEqual([{ path: 'limit', message: 'Give a number.' }])
})

describe('a record', () => {
  const endpoint = {
    query: z.object({ plan: z.string().optional(), variable: z.record(z.string(), z.string()).optional() }),
  }
  const read = (query: string) => readQuery(endpoint, new URLSearchParams(query))

  it('is gathered from its properties, written either way', () => {
    expect(read('variable.a=1&variable[b]=2&variable.c.d=3&plan=x')).toEqual({
      plan: 'x',
      variable: { a: '1', b: '2', 'c.d': '3' },
    })
    expect(read('plan=x')).toEqual({ plan: 'x' })
    expect(read('variable.__proto__=1')).toEqual({ variable: {} })
  })

  it('needs a property, of that very name, once', () => {
    expect(faultsOf(endpoint, 'variable=1')).toEqual([
      { path: 'variable', message: 'variable needs the name of a property: variable.NAME=VALUE.' },
    ])
    for (const query of ['variable.=1', 'variable[]=1', 'variables.a=1', 'plan.a=1', 'variable.a=1&variable.a=2']) {
      expect(faultsOf(endpoint, query), query).toHaveLength(1)
    }
  })
})
