import { describe, expect, it } from 'vitest'
import type { Endpoint } from './define-endpoint'
import { endpoints } from './endpoint-table'
import { matchEndpoint } from './match-endpoint'

const table: Pick<Endpoint, 'method' | 'path'>[] = [
  { method: 'GET', path: '/things' },
  { method: 'GET', path: '/things/{thingId}' },
  { method: 'POST', path: '/things/{thingId}/parts/{partId}' },
  { method: 'HEAD', path: '/things/{thingId}/parts/{partId}' },
]

describe('matchEndpoint', () => {
  it.each([
    ['GET', '/things', {}],
    ['GET', '/things/a', { thingId: 'a' }],
    ['GET', '/things/a%20b%2Fc', { thingId: 'a b/c' }],
    ['GET', '/things/%F0%9F%99%82', { thingId: '🙂' }],
    ['GET', '/things/{thingId}', { thingId: '{thingId}' }],
    ['GET', '/things/__proto__', { thingId: '__proto__' }],
    ['POST', '/things/a/parts/b', { thingId: 'a', partId: 'b' }],
    ['HEAD', '/things/a/parts/b', { thingId: 'a', partId: 'b' }],
  ])('%s %s is found', (method, path, params) => {
    expect(matchEndpoint(table, method, path)).toMatchObject({ kind: 'found', endpoint: { method }, params })
  })

  it.each([
    '',
    '/',
    '/thing',
    '/Things',
    '/things/',
    '/things/a/',
    '/things/a/parts',
    '/things//parts/b',
    '/things/a/parts/b/c',
  ])('%j is nobody’s', (path) => {
    expect(matchEndpoint(table, 'GET', path)).toEqual({ kind: 'notFound' })
  })

  it('answers HEAD by GET, where it is not declared for itself', () => {
    expect(matchEndpoint(table, 'HEAD', '/things/a')).toMatchObject({ kind: 'found', endpoint: { method: 'GET' } })
    expect(matchEndpoint(table, 'HEAD', '/things/a/parts/b')).toMatchObject({ endpoint: { method: 'HEAD' } })
  })

  it.each(['%', '%zz', '%00', 'a%00', '%ED%A0%80', '%C0%80', '%FF'])('%s in a path is nobody’s', (segment) => {
    expect(matchEndpoint(table, 'GET', `/things/${segment}`)).toEqual({ kind: 'notFound' })
  })

  it.each([
    ['POST', '/things', ['GET', 'HEAD']],
    ['GET', '/things/a/parts/b', ['HEAD', 'POST']],
    ['head', '/things/a/parts/b', ['HEAD', 'POST']],
  ])('%s %s is the wrong method', (method, path, allow) => {
    expect(matchEndpoint(table, method, path)).toEqual({ kind: 'wrongMethod', allow })
  })

  it('finds every endpoint of the API by its own path, and no two of them by one', () => {
    for (const declared of endpoints) {
      const match = matchEndpoint(endpoints, declared.method, declared.path.replaceAll(/[{}]/g, ''))
      expect(match).toMatchObject({ kind: 'found' })
      if (match.kind === 'found') expect(match.endpoint).toBe(declared)
    }
  })
})
