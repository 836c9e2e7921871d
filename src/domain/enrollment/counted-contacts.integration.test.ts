import { beforeAll, describe, expect, it } from 'vitest'
import { ownMetrics } from '@/platform/metrics'
import { createTestOrganization, type TestOrganization, testContact } from '@/testing/factories'
import { dryRunBatch, enrollBatch } from './enroll-batch'
import { dryRunSingle, enrollSingle } from './enroll-single'

let organization: TestOrganization

beforeAll(async () => {
  organization = await createTestOrganization({ credits: 1_000 })
})

/** Returns what `rollcall_contacts_total` and `rollcall_batches_total` have gained while `work` ran, by their labels. */
async function counted(work: Promise<unknown>): Promise<Record<string, number>> {
  const read = () =>
    new Map(
      ownMetrics()
        .filter((line) => /^rollcall_(?:contacts|batches)_total/.test(line))
        .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
    )
  const before = read()
  await work.catch(() => {})
  const gains = [...read()].map(([name, value]) => [name, value - (before.get(name) ?? 0)] as const)
  return Object.fromEntries(gains.filter(([, gain]) => gain > 0))
}

const VALID = testContact()
const FAULTY = { name: 'No number' }

const request = (body: unknown) => ({ agentId: organization.agents.alwaysOn, body, source: 'api' as const })

const BATCH = 'rollcall_batches_total{source="api"}'
const ACCEPTED = 'rollcall_contacts_total{code="ACCEPTED"}'
const REJECTED = 'rollcall_contacts_total{code="PHONE_REQUIRED"}'

describe.each([
  ['nobody is accepted', [FAULTY, FAULTY], { [REJECTED]: 2 }],
  ['some are accepted', [VALID, FAULTY], { [ACCEPTED]: 1, [REJECTED]: 1, [BATCH]: 1 }],
  ['all are accepted', [VALID], { [ACCEPTED]: 1, [BATCH]: 1 }],
])('of a batch of which %s', (_, contacts, gains) => {
  it('each contact is counted, and in a dry run none', async () => {
    expect(await counted(dryRunBatch(organization.actor, request({ contacts })))).toEqual({})
    expect(await counted(enrollBatch(organization.actor, request({ contacts })))).toEqual(gains)
  })
})

describe.each([
  ['faulty', FAULTY, { [REJECTED]: 1 }],
  ['valid', VALID, { [ACCEPTED]: 1, [BATCH]: 1 }],
])('a single contact that is %s', (_, contact, gains) => {
  it('is counted, and in a dry run is not', async () => {
    expect(await counted(dryRunSingle(organization.actor, request(contact)))).toEqual({})
    expect(await counted(enrollSingle(organization.actor, request(contact)))).toEqual(gains)
  })
})
