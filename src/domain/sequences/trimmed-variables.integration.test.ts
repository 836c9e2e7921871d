import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { db, Prisma } from '@/platform/db'
import { createTestOrganization, laterContacts } from '@/testing/factories'
import { cancelByVariable } from './cancel-sequences'

const MIGRATION = 'prisma/migrations/20261129040000_trimmed_variables/migration.sql'

/** Every character that JavaScript trims. */
const SPACES = Array.from({ length: 0x1_0000 }, (_, code) => String.fromCharCode(code)).filter(
  (character) => character.trim() === '',
)

it('values that were stored before they were trimmed are trimmed by the migration, and cancelled by', async () => {
  const { actor, agents, organizationId } = await createTestOrganization()
  const contacts = laterContacts(3, { account_id: 'acme', note: 'x' })
  await enrollBatch(actor, { agentId: agents.alwaysOn, body: { contacts }, source: 'api' })
  const space = SPACES.join('')
  expect(SPACES.length).toBeGreaterThan(20)
  const before = { account_id: `${space}ac${space}me${space}`, note: 'x', ' other ': ' ' }
  await db().contact.updateMany({ where: { organizationId, index: { lt: 2 } }, data: { variables: before } })
  await db().execute`${Prisma.raw(await readFile(MIGRATION, 'utf8'))}`
  const rows = await db().contact.findMany({ where: { organizationId }, orderBy: { index: 'asc' } })
  const after = { account_id: `ac${space}me`, note: 'x', ' other ': '' }
  expect(rows.map(({ variables }) => variables)).toEqual([after, after, { account_id: 'acme', note: 'x' }])
  const cancelled = await cancelByVariable(actor, { referenceKey: 'account_id', referenceValue: `ac${space}me` })
  expect(cancelled).toEqual({ affected: 2 })
})
