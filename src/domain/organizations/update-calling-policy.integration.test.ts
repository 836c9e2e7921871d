import { beforeEach, describe, expect, it } from 'vitest'
import { NO_CAPS } from '@/domain/contact-safety/cap.schema'
import { db } from '@/platform/db'
import { createTestOrganization, type TestOrganization } from '@/testing/factories'
import { createOrganization } from './create-organization'
import { getCallingPolicy } from './get-calling-policy'
import { updateCallingPolicy } from './update-calling-policy'

let own: TestOrganization

beforeEach(async () => {
  own = await createTestOrganization()
})

const entries = () =>
  db().auditEntry.findMany({ where: { organizationId: own.organizationId, action: 'calling_policy.changed' } })

it('changes what is given, counts the change, and tells before and after of that alone', async () => {
  expect(await getCallingPolicy(own.actor)).toEqual({ version: 1, ruleSets: [], caps: NO_CAPS })
  const ruleSets = ['us-states', 'us-federal', 'us-states'] as const
  const changed = await updateCallingPolicy(own.actor, { version: 1, ruleSets: [...ruleSets] })
  expect(changed).toEqual({ version: 2, ruleSets: ['us-federal', 'us-states'], caps: NO_CAPS })
  await updateCallingPolicy(own.actor, { version: 2, caps: { callsPerDay: 3 } })
  const caps = { ...NO_CAPS, callsPerDay: 3 }
  expect(await getCallingPolicy(own.actor)).toEqual({ version: 3, ruleSets: ['us-federal', 'us-states'], caps })
  expect(await entries()).toMatchObject([
    { before: { ruleSets: [] }, after: { ruleSets: ['us-federal', 'us-states'] }, details: { version: 2 } },
    { before: { caps: NO_CAPS }, after: { caps }, details: { version: 3 } },
  ])
})

it('tells nothing when nothing has changed', async () => {
  expect(await updateCallingPolicy(own.actor, { version: 1, ruleSets: [], caps: {} })).toMatchObject({ version: 1 })
  expect(await entries()).toEqual([])
})

it('refuses a change of what somebody else has changed since, of twenty at once all but one', async () => {
  const answers = await Promise.allSettled(
    Array.from({ length: 20 }, (_, at) =>
      updateCallingPolicy(own.actor, { version: 1, caps: { callsPerDay: at + 1 } }),
    ),
  )
  const refused = answers.filter(({ status }) => status === 'rejected')
  expect(refused).toHaveLength(19)
  expect(refused.every((one) => 'reason' in one && one.reason.code === 'CONFLICT')).toBe(true)
  expect(await getCallingPolicy(own.actor)).toMatchObject({ version: 2 })
})

it.each([{ ruleSets: ['us-moon'] }, { caps: { callsPerDay: 0 } }, { caps: { callsPerMonth: 1 } }, { rules: [] }])(
  'refuses %j, and changes nothing',
  async (change) => {
    await expect(updateCallingPolicy(own.actor, { version: 1, ...change } as never)).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
    })
    expect(await getCallingPolicy(own.actor)).toMatchObject({ version: 1 })
  },
)

describe('a new organization', () => {
  it.each([
    ['US', ['us-federal', 'us-states', 'us-debt-collection']],
    ['CA', ['canada']],
    ['DE', ['consent-countries']],
    ['JP', []],
  ])('of %s has its rules switched on: %j', async (country, ruleSets) => {
    const email = `owner-of-${country.toLowerCase()}@test.example`
    const made = await createOrganization({ name: `New in ${country}`, email, country, credits: 1 })
    expect(made.ruleSets).toEqual(ruleSets)
    const stored = await db().organization.findUniqueOrThrow({ where: { id: made.organizationId } })
    expect(stored).toMatchObject({ ruleSets, caps: {}, policyVersion: 1 })
  })
})
