import { describe, expect, it } from 'vitest'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { db } from '@/platform/db'
import { createTestOrganization, laterContact, type TestOrganization } from '@/testing/factories'
import { countEnrolledNumbers } from './count-enrolled-numbers'

describe('countEnrolledNumbers', () => {
  it('counts numbers that were enrolled with this agent, by this organization, within 30 days, each once', async () => {
    const [ours, theirs] = [await createTestOrganization(), await createTestOrganization()]
    const enroll = async (home: TestOrganization, agentId: string, numbers: string[]): Promise<string> => {
      const contacts = numbers.map((phoneNumber, n) => laterContact(n, { phoneNumber, account_id: 'a', plan: 'pro' }))
      return (
        await enrollBatch(home.actor, { agentId, body: { contacts, bypassAllowedCallWindow: true }, source: 'api' })
      ).batchId
    }
    const { alwaysOn, officeHours } = ours.agents
    await enroll(ours, alwaysOn, ['+12122000001', '+12122000002'])
    await enroll(ours, alwaysOn, ['+12122000002'])
    await enroll(ours, officeHours, ['+12122000003'])
    await enroll(theirs, theirs.agents.alwaysOn, ['+12122000004'])
    const old = await enroll(ours, alwaysOn, ['+12122000005'])
    await db().batch.update({
      where: { id: old },
      data: { createdAt: new Date(Date.now() - 31 * 86_400_000) },
    })
    const numbers = [1, 2, 3, 4, 5, 6].map((n) => `+1212200000${n}`)
    expect(await countEnrolledNumbers(ours.actor, { agentId: alwaysOn, numbers })).toEqual({ enrolled: 2 })
    expect(await countEnrolledNumbers(ours.actor, { agentId: officeHours, numbers })).toEqual({ enrolled: 1 })
    expect(await countEnrolledNumbers(ours.actor, { agentId: theirs.agents.alwaysOn, numbers })).toEqual({
      enrolled: 0,
    })
    expect(await countEnrolledNumbers(ours.actor, { agentId: 'agent.none', numbers })).toEqual({ enrolled: 0 })
  })
})
