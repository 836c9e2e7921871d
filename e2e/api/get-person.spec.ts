import type { Trail } from '@/domain/people/trail-answer.schema'
import { laterContact } from '@/testing/factories'
import { expect, expectError, faultPaths, test } from './contract-test'

const NUMBER = '+12125550142'
const PATH = `/people/${encodeURIComponent(NUMBER)}`

test('tells everything about a number, newest first, by pages', async ({ api, tenant }) => {
  const contacts = [1, 2, 3].map((n) => laterContact(n, { phoneNumber: NUMBER, name: 'Ada Lovelace' }))
  await api.enroll(tenant.agents.alwaysOn, { contacts, allowDuplicates: true })
  await api.post('/suppressions', { json: { numbers: [NUMBER], reason: 'Wrote a letter' } })
  const whole = await api.get<Trail>(PATH)
  expect(whole.status).toBe(200)
  expect(whole.body).toMatchObject({ phoneNumber: NUMBER, name: 'Ada Lovelace', nextCursor: null })
  expect(whole.body.trail.filter(({ type }) => type !== 'cancelled').map(({ type }) => type)).toEqual([
    'suppressed',
    ...['enrolled', 'enrolled', 'enrolled'],
  ])
  const paged: Trail['trail'] = []
  for (let query = '?limit=2'; query !== ''; ) {
    const { body } = await api.get<Trail>(`${PATH}${query}`)
    expect(body.trail.length).toBeLessThanOrEqual(2)
    paged.push(...body.trail)
    query = body.nextCursor === null ? '' : `?limit=2&cursor=${body.nextCursor}`
  }
  expect(paged.map(({ id }) => id).sort()).toEqual(whole.body.trail.map(({ id }) => id).sort())
})

test('refuses what is no number, no cursor and no page, and knows nobody of elsewhere', async ({ api, stranger }) => {
  for (const [path, fault] of [
    ['/people/12', 'phoneNumber'],
    [`${PATH}?cursor=nonsense`, 'cursor'],
    [`${PATH}?limit=0`, 'limit'],
    [`${PATH}?limit=201`, 'limit'],
  ] as const) {
    const answer = await api.get(path)
    expectError(answer, 400, 'VALIDATION_ERROR')
    expect(faultPaths(answer)).toEqual([fault])
  }
  expectError(await api.get(PATH), 404, 'PERSON_NOT_FOUND')
  await api.post('/suppressions', { json: { numbers: [NUMBER] } })
  expect((await api.get(PATH)).status).toBe(200)
  expectError(await stranger.api.get(PATH), 404, 'PERSON_NOT_FOUND')
})
