import { expect, it } from 'vitest'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { createTestOrganization, laterContact } from '@/testing/factories'
import { listRejections } from './list-rejections'

it('tells of each contact what was sent, why it was turned away, and the number as it was read', async () => {
  const home = await createTestOrganization()
  const enroll = async (contacts: unknown[], options = {}) => {
    const body = { contacts: [laterContact(1), ...contacts], ...options }
    const { batchId } = await enrollBatch(home.actor, { agentId: home.agents.alwaysOn, body, source: 'api' })
    return listRejections(home.actor, batchId)
  }
  const nameless = { zebra: 'z', phoneNumber: '(415) 555-2671', name: '' }
  const [worthless, lostPlus] = [
    laterContact(2, { phoneNumber: 'n/a' }),
    laterContact(3, { phoneNumber: '4930901820' }),
  ]
  const rejections = await enroll([nameless, worthless, 'no contact', null, lostPlus])
  expect(
    rejections.map(({ index, code, phoneNumber, readAs, mayBe }) => [index, code, phoneNumber, readAs, mayBe]),
  ).toEqual([
    [1, 'NAME_REQUIRED', '(415) 555-2671', '+14155552671', []],
    [2, 'PHONE_INVALID', 'n/a', null, []],
    [3, 'CONTACT_INVALID', '', null, []],
    [4, 'CONTACT_INVALID', '', null, []],
    [5, 'PHONE_AMBIGUOUS', '4930901820', null, ['+4930901820', '+14930901820']],
  ])
  expect(rejections.map(({ contact }) => contact)).toEqual([
    nameless,
    expect.objectContaining({ phoneNumber: 'n/a' }),
    'no contact',
    null,
    lostPlus,
  ])
  expect(Object.keys(rejections[0]?.contact as object)).toEqual(Object.keys(nameless))
  expect(rejections[0]?.errors).toEqual([expect.objectContaining({ code: 'NAME_REQUIRED', field: 'name' })])

  // In the country that the request has asked for, and not in that of the organization.
  const german = await enroll([laterContact(3, { name: '', phoneNumber: '030 901820' })], { defaultCountry: 'DE' })
  expect(german.map(({ readAs }) => readAs)).toEqual(['+4930901820'])
  expect((await enroll([])).length).toBe(0)
})
