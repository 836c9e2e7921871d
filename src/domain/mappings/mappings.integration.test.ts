import { beforeAll, describe, expect, it } from 'vitest'
import { toPublicId } from '@/domain/ids'
import { db } from '@/platform/db'
import { createTestOrganization, type TestOrganization } from '@/testing/factories'
import { findMapping } from './find-mapping'
import { forgetMapping } from './forget-mapping'
import { fingerprintHeader } from './header-fingerprint.rules'
import { MAPPINGS_PER_AGENT_MAX, type SavedMapping } from './mapping.schema'
import { saveMapping } from './save-mapping'

const fingerprint = fingerprintHeader(['Name', 'Tel'])
const mapping: SavedMapping = {
  columns: [
    { column: 'Name', target: 'name' },
    { column: 'Tel', target: 'phoneNumber' },
  ],
  constants: [{ target: 'variable:plan', value: 'pro' }],
  familyNameFirst: false,
  dateOrder: null,
}
let tenant: TestOrganization

beforeAll(async () => {
  tenant = await createTestOrganization()
})

describe('a mapping', () => {
  it('comes back for the same agent and the same columns, with who chose it and when', async () => {
    const { actor, agents } = tenant
    const key = { agentId: agents.alwaysOn, fingerprint }
    expect(await findMapping(actor, key)).toBeNull()
    await saveMapping(actor, { ...key, mapping })
    expect(await findMapping(actor, key)).toEqual({ mapping, savedBy: actor.label, savedAt: expect.any(String) })
    expect(await findMapping(actor, { ...key, agentId: agents.officeHours })).toBeNull()
    expect(await findMapping(actor, { ...key, fingerprint: fingerprintHeader(['Name']) })).toBeNull()
  })

  it('comes back without a variable whose name is taken for a field, unless the agent declares it', async () => {
    const { actor, agents } = await createTestOrganization({
      agent: { variables: [{ name: 'time_zone', required: false }] },
    })
    const key = { agentId: agents.alwaysOn, fingerprint }
    const names = ['phone_number_2', 'time_zone', 'plan', 'email']
    const columns = names.map((name) => ({ column: name, target: `variable:${name}` as const }))
    const constants = [{ target: 'variable:scheduled_at' as const, value: 'x' }]
    await saveMapping(actor, { ...key, mapping: { ...mapping, columns, constants } })
    const found = await findMapping(actor, key)
    expect(found?.mapping.columns.map(({ column }) => column)).toEqual(['time_zone', 'plan', 'email'])
    expect(found?.mapping.constants).toEqual([])
  })

  it('does not claim for the next file what somebody said of the consents of this one', async () => {
    const { actor, agents, organizationId } = await createTestOrganization()
    const key = { agentId: agents.alwaysOn, fingerprint }
    const claims = {
      ...mapping,
      columns: [...mapping.columns, { column: 'Opt-in date', target: 'consentAt' as const }],
      constants: [
        ...mapping.constants,
        { target: 'consentBasis' as const, value: 'express' },
        { target: 'consentSource' as const, value: 'Form' },
        { target: 'consentText' as const, value: 'Call me.' },
      ],
    }
    const kept = { ...claims, constants: mapping.constants }
    await saveMapping(actor, { ...key, mapping: claims })
    const stored = await db().columnMapping.findMany({ where: { organizationId }, select: { mapping: true } })
    expect(stored).toEqual([{ mapping: kept }])
    expect((await findMapping(actor, key))?.mapping).toEqual(kept)
    // As they were saved once.
    await db().columnMapping.updateMany({ where: { organizationId }, data: { mapping: claims } })
    expect((await findMapping(actor, key))?.mapping).toEqual(kept)
  })

  it('is replaced by the next one, and forgotten when asked to', async () => {
    const { actor, agents } = tenant
    const key = { agentId: agents.withEmail, fingerprint }
    await saveMapping(actor, { ...key, mapping })
    await saveMapping(actor, { ...key, mapping: { ...mapping, constants: [] } })
    expect(await findMapping(actor, key)).toMatchObject({ mapping: { constants: [] } })
    expect(await db().columnMapping.count({ where: { organizationId: actor.organizationId, fingerprint } })).toBe(2)
    await forgetMapping(actor, key)
    await forgetMapping(actor, key)
    expect(await findMapping(actor, key)).toBeNull()
  })

  it('that two columns share a target in is refused, and one of unknown shape counts as none', async () => {
    const { actor, agents } = tenant
    const key = { agentId: agents.alwaysOn, fingerprint: fingerprintHeader(['A', 'B']) }
    const clashing: SavedMapping = {
      ...mapping,
      columns: mapping.columns.map(({ column }) => ({ column, target: 'name' })),
    }
    await expect(saveMapping(actor, { ...key, mapping: clashing })).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
    await saveMapping(actor, { ...key, mapping })
    await db().columnMapping.updateMany({ where: { fingerprint: key.fingerprint }, data: { mapping: { version: 0 } } })
    expect(await findMapping(actor, key)).toBeNull()
  })

  it('makes room: an agent keeps the newest ones', async () => {
    const { actor, agents, organizationId } = tenant
    const agentId = agents.officeHours
    const [row] = await db().agent.findMany({ where: { organizationId, name: 'Office hours' } })
    expect(toPublicId('agent', row?.id ?? '')).toBe(agentId)
    await db().columnMapping.createMany({
      data: Array.from({ length: MAPPINGS_PER_AGENT_MAX }, (_, n) => ({
        id: `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`,
        organizationId,
        agentId: row?.id ?? '',
        fingerprint: fingerprintHeader([`Column ${n}`]),
        mapping,
        savedBy: 'test',
        savedAt: new Date(Date.UTC(2026, 0, 1) + n),
      })),
    })
    await saveMapping(actor, { agentId, fingerprint, mapping })
    expect(await db().columnMapping.count({ where: { agentId: row?.id } })).toBe(MAPPINGS_PER_AGENT_MAX)
    expect(await findMapping(actor, { agentId, fingerprint: fingerprintHeader(['Column 0']) })).toBeNull()
    expect(await findMapping(actor, { agentId, fingerprint: fingerprintHeader(['Column 1']) })).not.toBeNull()
  })
})
