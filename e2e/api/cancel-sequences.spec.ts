import type { z } from 'zod'
import type { BatchSequences } from '@/domain/batches/batch-answer.schema'
import type { cancelledSchema } from '@/rest/endpoints/cancel-by-variable'
import type { cancelledSequenceSchema } from '@/rest/endpoints/cancel-sequence'
import { readCreditBooks } from '@/testing/credit-books'
import { laterContact, type TestOrganization } from '@/testing/factories'
import type { ApiClient } from './api-client'
import { expect, expectError, faultPaths, inDays, test, waitForSequences } from './contract-test'

type SequenceBody = { sequenceId: string; lifecycleStatus: string; calls: unknown[]; chain: object | null }

/** Enrolls a contact for each letter: those with the same one are a chain. @returns public ids in that order */
async function enrollChains(api: ApiClient, tenant: TestOrganization, values: string): Promise<string[]> {
  const scheduledAt = inDays(1)
  const contacts = [...values].map((account_id, n) => laterContact(n, { account_id, scheduledAt }))
  const answer = await api.enroll(tenant.agents.alwaysOn, { contacts, groupByField: 'account_id' })
  const { batchId } = answer.body
  await waitForSequences(api, batchId)
  const { body } = await api.get<BatchSequences>(`/batches/${batchId}/sequences`)
  return body.sequences.map(({ sequenceId }) => sequenceId)
}

const statusesOf = (api: ApiClient, ids: string[]) =>
  Promise.all(ids.map(async (id) => (await api.get<SequenceBody>(`/sequences/${id}`)).body.lifecycleStatus))

test.describe('GET /sequences/{sequenceId}', () => {
  test('tells the sequence with its calls', async ({ api, tenant }) => {
    const [id] = await enrollChains(api, tenant, 'a')
    const answer = await api.get<SequenceBody>(`/sequences/${id}`)
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      sequenceId: id,
      agentId: tenant.agents.alwaysOn,
      lifecycleStatus: 'scheduled',
      name: 'Contact 0',
      phoneNumber: '+15550000000',
      customInputVariables: { account_id: 'a' },
      chain: { value: 'a', position: 0 },
      lastResultType: null,
      calls: [],
    })
  })

  test('of nobody or of another organization is a 404', async ({ api, tenant, stranger }) => {
    const [id = ''] = await enrollChains(api, tenant, 'a')
    for (const wrong of [id, 'x', id.replace('call-sequence.', 'call.'), id.toUpperCase()]) {
      expectError(await stranger.api.get(`/sequences/${wrong}`), 404, 'SEQUENCE_NOT_FOUND')
    }
    expectError(await stranger.api.get(`/sequence/${id}`), 404, 'NOT_FOUND')
    expectError(await stranger.api.get('/sequences/%00'), 404, 'NOT_FOUND')
  })
})

test.describe('POST /sequences/{sequenceId}/cancel', () => {
  const cancel = (api: ApiClient, id: string | undefined, json: unknown) =>
    api.post<z.output<typeof cancelledSequenceSchema>>(`/sequences/${id}/cancel`, { json })

  test('a waiting contact is only taken out; that whose turn it is gives it to the next', async ({ api, tenant }) => {
    const ids = await enrollChains(api, tenant, 'aaa')
    expect((await cancel(api, ids[1], { scope: 'contact' })).body).toEqual({ success: true, affected: 1 })
    expect(await statusesOf(api, ids)).toEqual(['scheduled', 'cancelled', 'waiting'])
    expect((await cancel(api, ids[0], { scope: 'contact', reason: 'Has moved.' })).body.affected).toBe(1)
    expect(await statusesOf(api, ids)).toEqual(['cancelled', 'cancelled', 'scheduled'])
    const again = await cancel(api, ids[0], { scope: 'contact' })
    expect(again.status).toBe(200)
    expect(again.body).toEqual({ success: true, affected: 0 })
    const { balances, ledger } = await readCreditBooks(tenant.organizationId)
    expect(balances).toMatchObject([{ reserved: 1 }])
    expect(ledger).toEqual(balances)
  })

  test('the chain is cancelled with all who are in it', async ({ api, tenant }) => {
    const ids = await enrollChains(api, tenant, 'aab')
    expect((await cancel(api, ids[1], { scope: 'chain' })).body).toEqual({ success: true, affected: 2 })
    expect(await statusesOf(api, ids)).toEqual(['cancelled', 'cancelled', 'scheduled'])
    expect((await cancel(api, ids[0], { scope: 'chain' })).body.affected).toBe(0)
  })

  test('a body that makes no sense is a 400', async ({ api, tenant }) => {
    const [id] = await enrollChains(api, tenant, 'a')
    const faults: [json: unknown, path: string][] = [
      [{}, 'scope'],
      [{ scope: 'all' }, 'scope'],
      [{ scope: 'contact', reason: 'a\u0000' }, 'reason'],
      [{ scope: 'contact', reason: 5 }, 'reason'],
      [{ scope: 'contact', why: 'x' }, ''],
      [[], ''],
    ]
    for (const [json, path] of faults) {
      const answer = await api.post(`/sequences/${id}/cancel`, { json })
      expectError(answer, 400, 'VALIDATION_ERROR')
      expect(faultPaths(answer)).toEqual([path])
    }
    expect(await statusesOf(api, [id ?? ''])).toEqual(['scheduled'])
  })

  test('of nobody or of another organization is a 404', async ({ api, tenant, stranger }) => {
    const ids = await enrollChains(api, tenant, 'aa')
    for (const id of [ids[0], 'x']) {
      for (const scope of ['contact', 'chain']) {
        const answer = await stranger.api.post(`/sequences/${id}/cancel`, { json: { scope } })
        expectError(answer, 404, 'SEQUENCE_NOT_FOUND')
      }
    }
    expect(await statusesOf(api, ids)).toEqual(['scheduled', 'waiting'])
  })
})

test.describe('POST /sequences/cancel', () => {
  const cancel = (api: ApiClient, json: unknown) =>
    api.post<z.output<typeof cancelledSchema>>('/sequences/cancel', { json })

  test('all whose variable has the value are cancelled; repeated, nobody', async ({ api, tenant, stranger }) => {
    const ids = await enrollChains(api, tenant, 'aab')
    const theirs = await enrollChains(stranger.api, stranger, 'a')
    const variable = { referenceKey: 'account_id', referenceValue: 'a', reason: 'Asked to.' }
    expect((await cancel(api, variable)).body).toEqual({ success: true, cancelled: 2 })
    expect(await statusesOf(api, ids)).toEqual(['cancelled', 'cancelled', 'scheduled'])
    expect(await statusesOf(stranger.api, theirs)).toEqual(['scheduled'])
    const again = await cancel(api, variable)
    expect(again.status).toBe(200)
    expect(again.body).toEqual({ success: true, cancelled: 0 })
    expect((await cancel(api, { referenceKey: 'nothing', referenceValue: 'x' })).body.cancelled).toBe(0)
  })

  test('white space around a value does not count, neither in a contact nor in what is cancelled', async ({
    api,
    tenant,
  }) => {
    for (const [stored, sent] of [
      [' acme ', 'acme'],
      ['acme', '\u00a0acme\n'],
      ['\tac me', ' ac me '],
    ]) {
      const contacts = [laterContact(0, { account_id: stored })]
      const { batchId } = (await api.enroll(tenant.agents.alwaysOn, { contacts })).body
      await waitForSequences(api, batchId)
      const answer = await cancel(api, { referenceKey: 'account_id', referenceValue: sent })
      expect(answer.body).toEqual({ success: true, cancelled: 1 })
    }
  })

  test('a body that makes no sense is a 400, before any query', async ({ api }) => {
    const faults: [json: unknown, path: string][] = [
      [{ referenceValue: 'a' }, 'referenceKey'],
      [{ referenceKey: 'a' }, 'referenceValue'],
      [{ referenceKey: 'a\u0000', referenceValue: 'a' }, 'referenceKey'],
      [{ referenceKey: '\ud800', referenceValue: 'a' }, 'referenceKey'],
      [{ referenceKey: 'a', referenceValue: 'a\u0000' }, 'referenceValue'],
      [{ referenceKey: 'a', referenceValue: 5 }, 'referenceValue'],
      [{ referenceKey: 'a', referenceValue: ' ' }, 'referenceValue'],
      [{ referenceKey: 'a', referenceValue: 'a', all: true }, ''],
      [null, ''],
    ]
    for (const [json, path] of faults) {
      const answer = await api.post('/sequences/cancel', { json })
      expectError(answer, 400, 'VALIDATION_ERROR')
      expect(faultPaths(answer)).toEqual([path])
    }
  })
})
