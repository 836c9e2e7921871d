import type {
  CheckedNumbers,
  ListedSuppressions,
  Suppressed,
  Unsuppressed,
} from '@/domain/suppression/suppression-answer.schema'
import { testContacts } from '@/testing/factories'
import { expect, expectError, faultPaths, test } from './contract-test'

const PATH = '/suppressions'

test.describe('POST /suppressions', () => {
  test('takes a thousand numbers in any format, and says what each came to', async ({ api }) => {
    const numbers = testContacts(1_000).map(({ phoneNumber }) => phoneNumber)
    const first = await api.post<Suppressed>(PATH, { json: { numbers, reason: 'Bought list' } })
    expect(first.status).toBe(200)
    expect(first.body).toMatchObject({
      list: { name: 'Do not call', kind: 'own' },
      added: 1_000,
      known: 0,
      invalid: [],
    })
    const again = await api.post<Suppressed>(PATH, { json: { numbers: ['(555) 000-0001', '+15550000002x9', '12'] } })
    expect(again.body).toMatchObject({ added: 0, known: 2, invalid: [{ index: 2, code: 'PHONE_INVALID' }] })
  })

  test('refuses what is no request of numbers', async ({ api }) => {
    const tooMany = testContacts(1_001).map(({ phoneNumber }) => phoneNumber)
    for (const [json, path] of [
      [{ numbers: tooMany }, 'numbers'],
      [{ numbers: [] }, 'numbers'],
      [{ numbers: [5] }, 'numbers.0'],
      [{ numbers: ['+15550000001'], until: 'tomorrow' }, 'until'],
      [{ numbers: ['+15550000001'], until: '2020-01-01T00:00:00Z' }, 'until'],
      [{ numbers: ['+15550000001'], reason: 'x'.repeat(501) }, 'reason'],
    ] as const) {
      const answer = await api.post(PATH, { json })
      expectError(answer, 400, 'VALIDATION_ERROR')
      expect(faultPaths(answer)).toEqual([path])
    }
    const unknown = await api.post(PATH, { json: { numbers: ['+15550000001'], list: 'Nobody’s' } })
    expectError(unknown, 404, 'SUPPRESSION_LIST_NOT_FOUND')
  })

  test('asks for a key', async ({ api }) => {
    const answer = await api.post(PATH, { json: { numbers: ['+15550000001'] }, headers: { 'x-api-key': '' } })
    expectError(answer, 401, 'UNAUTHORIZED')
  })
})

test('POST /suppressions/check and GET /suppressions tell of own numbers alone', async ({ api, stranger }) => {
  await api.post(PATH, { json: { numbers: ['+15550000001'], reason: 'Asked' } })
  const json = { numbers: ['+1 555 000 0001', '+15550000002', 'n/a'] }
  const checked = await api.post<CheckedNumbers>(`${PATH}/check`, { json })
  expect(checked.body.numbers.map(({ suppressed }) => suppressed)).toEqual([true, false])
  expect(checked.body.invalid).toHaveLength(1)
  const theirs = await stranger.api.post<CheckedNumbers>(`${PATH}/check`, { json })
  expect(theirs.body.numbers.map(({ suppressed }) => suppressed)).toEqual([false, false])

  const listed = await api.get<ListedSuppressions>(`${PATH}?phoneNumber=%2B15550000001`)
  expect(listed.body.suppressions).toMatchObject([{ phoneNumber: '+15550000001', reason: 'Asked', source: 'api' }])
  expect((await stranger.api.get<ListedSuppressions>(PATH)).body.suppressions).toEqual([])
  expectError(await api.get(`${PATH}?cursor=x`), 400, 'VALIDATION_ERROR')
})

test('DELETE /suppressions takes them off with the same body', async ({ api, stranger }) => {
  const json = { numbers: ['+15550000001', '+15550000002'], reason: 'Consented', until: null }
  await api.post(PATH, { json })
  const theirs = await stranger.api.request<Unsuppressed>('DELETE', PATH, { json })
  expect(theirs.body).toMatchObject({ removed: 0, unknown: 2 })
  const removed = await api.request<Unsuppressed>('DELETE', PATH, { json })
  expect(removed.body).toMatchObject({ removed: 2, unknown: 0, invalid: [] })
  expect((await api.request<Unsuppressed>('DELETE', PATH, { json })).body).toMatchObject({ removed: 0, unknown: 2 })
  expect((await api.get<ListedSuppressions>(PATH)).body.suppressions).toEqual([])
})
