import type { SuppressionListSummary, SuppressionLists } from '@/domain/suppression/suppression-answer.schema'
import { expect, expectError, faultPaths, test } from './contract-test'

const PATH = '/suppression-lists'
const NEW = { name: 'Plaintiffs', kind: 'litigators' }

test.describe('POST /suppression-lists', () => {
  test('makes a list that POST /suppressions can name', async ({ api }) => {
    const created = await api.post<SuppressionListSummary>(PATH, { json: NEW })
    expect(created.status).toBe(201)
    expect(created.body).toMatchObject({ ...NEW, builtIn: false, agentIds: null, whenOld: 'notice', entries: 0 })
    const added = await api.post('/suppressions', { json: { numbers: ['+15550000001'], list: 'PLAINTIFFS' } })
    expect(added.body).toMatchObject({ list: { listId: created.body.listId }, added: 1 })
    const { body } = await api.get<SuppressionLists>(PATH)
    expect(body.lists).toMatchObject([{ name: 'Plaintiffs', entries: 1 }])
  })

  test('refuses what is no list, a name that is taken, and the name of the built-in one', async ({ api }) => {
    await api.post(PATH, { json: NEW })
    expectError(await api.post(PATH, { json: { ...NEW, name: 'plaintiffs' } }), 409, 'CONFLICT')
    expectError(await api.post(PATH, { json: { ...NEW, name: 'do not call' } }), 409, 'CONFLICT')
    for (const [json, path] of [
      [{ kind: 'litigators' }, 'name'],
      [{ ...NEW, kind: 'enemies' }, 'kind'],
      [{ ...NEW, entryDays: 0 }, 'entryDays'],
      [{ ...NEW, agentIds: [] }, 'agentIds'],
    ] as const) {
      const answer = await api.post(PATH, { json })
      expectError(answer, 400, 'VALIDATION_ERROR')
      expect(faultPaths(answer)).toEqual([path])
    }
    const unknown = { ...NEW, name: 'Others', agentIds: ['agent.01m84r5fxaeqb96td0q31jyzc5'] }
    expectError(await api.post(PATH, { json: unknown }), 404, 'AGENT_NOT_FOUND')
  })

  test('asks for a key', async ({ api }) => {
    expectError(await api.post(PATH, { json: NEW, headers: { 'x-api-key': '' } }), 401, 'UNAUTHORIZED')
  })
})

test('a list is read, changed and deleted by its organization alone', async ({ api, stranger }) => {
  const { body: list } = await api.post<SuppressionListSummary>(PATH, { json: NEW })
  const path = `${PATH}/${list.listId}`
  expect((await api.get<SuppressionListSummary>(path)).body).toEqual(list)
  for (const answer of [
    await stranger.api.get(path),
    await stranger.api.request('PATCH', path, { json: { name: 'Ours' } }),
    await stranger.api.request('DELETE', path),
    await api.get(`${PATH}/x`),
  ]) {
    expectError(answer, 404, 'SUPPRESSION_LIST_NOT_FOUND')
  }
  const changed = await api.request<SuppressionListSummary>('PATCH', path, {
    json: { name: 'Litigators', oldAfterDays: 31 },
  })
  expect(changed.body).toMatchObject({ name: 'Litigators', kind: 'litigators', oldAfterDays: 31, isOld: false })
  const faulty = await api.request('PATCH', path, { json: { whenOld: 'panic' } })
  expectError(faulty, 400, 'VALIDATION_ERROR')
  expect((await api.request('DELETE', path)).body).toEqual({ success: true })
  expectError(await api.request('DELETE', path), 404, 'SUPPRESSION_LIST_NOT_FOUND')
})

test('the built-in list stays as it is', async ({ api }) => {
  const added = await api.post<{ list: { listId: string } }>('/suppressions', { json: { numbers: ['+15550000001'] } })
  const path = `${PATH}/${added.body.list.listId}`
  expectError(await api.request('PATCH', path, { json: { name: 'Ours' } }), 409, 'CONFLICT')
  expectError(await api.request('DELETE', path), 409, 'CONFLICT')
})
