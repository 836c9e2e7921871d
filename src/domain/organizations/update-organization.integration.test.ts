import { expect, it } from 'vitest'
import { auditLines } from '@/testing/audit-lines'
import { createTestOrganization } from '@/testing/factories'
import { getOrganization } from './get-organization'
import { updateOrganization } from './update-organization'

it('changes what is given, leaves the rest, and tells before and after of that alone', async () => {
  const { actor, organizationId } = await createTestOrganization({ name: 'Analytical Engines' })
  const neighbour = await createTestOrganization({ name: 'Analytical Engines' })
  const saved = await updateOrganization(actor, {
    name: ' Difference Engines ',
    country: 'de',
    normalizationEnabled: true,
    premiumNumbersRefused: true,
  })
  expect(saved).toEqual({
    name: 'Difference Engines',
    country: 'DE',
    normalizationEnabled: true,
    premiumNumbersRefused: true,
  })
  expect(await getOrganization(actor)).toEqual(saved)
  expect(await getOrganization(neighbour.actor)).toMatchObject({ name: 'Analytical Engines', country: 'US' })
  expect(await auditLines(organizationId)).toMatchObject([
    {
      action: 'organization.changed',
      actorId: actor.id,
      objectKind: 'organization',
      objectId: organizationId,
      objectName: 'Difference Engines',
      before: { name: 'Analytical Engines', country: 'US', premiumNumbersRefused: false },
      after: { name: 'Difference Engines', country: 'DE', premiumNumbersRefused: true },
    },
  ])
})

it('tells nothing when nothing has changed', async () => {
  const { actor, organizationId } = await createTestOrganization()
  await updateOrganization(actor, { country: 'US' })
  await updateOrganization(actor, {})
  expect(await auditLines(organizationId)).toEqual([])
})

it.each([
  ['name', { name: ' ' }],
  ['name', { name: 'a\u0000' }],
  ['name', { name: 'x'.repeat(201) }],
  ['country', { country: 'XX' }],
])('refuses a %s that is none (%j), and changes nothing', async (path, input) => {
  const { actor } = await createTestOrganization()
  const before = await getOrganization(actor)
  await expect(updateOrganization(actor, { premiumNumbersRefused: true, ...input })).rejects.toMatchObject({
    code: 'VALIDATION_ERROR',
    details: [{ path }],
  })
  expect(await getOrganization(actor)).toEqual(before)
})
