import type { Batch, BatchSequences } from '@/domain/batches/batch-answer.schema'
import { db } from '@/platform/db'
import { laterContact, testContact } from '@/testing/factories'
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './browser-test'
import { askApi, enroll, waitForBatch } from './console-api'

test('a batch is paused with an undo, and resumed and cancelled after saying what it will do', async ({
  page,
  tenant,
}) => {
  const contacts = [1, 2, 3, 4].map((n) => laterContact(n, { account_id: n < 3 ? 'one' : 'two' }))
  const batchId = await enroll(tenant, tenant.agents.alwaysOn, contacts, { groupByField: 'account_id' })
  await waitForBatch(tenant, batchId, ({ status }) => status === 'active')
  const statusOf = async () => (await askApi<Batch>(tenant, `/batches/${batchId}`)).status
  await page.goto(`/batches/${batchId}`)

  // A pause is not asked about, since it can be undone.
  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  await expect(page.getByText('4 sequences paused.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible()
  await expectAccessible(page)
  expect(await statusOf()).toBe('paused')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible()
  expect(await statusOf()).toBe('active')
  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible()

  await page.getByRole('button', { name: 'Resume' }).click()
  await expect(page.getByRole('dialog')).toContainText('call windows')
  await page.getByRole('button', { name: 'Resume 4 sequences' }).click()
  // Not "Stay paused" of the question.
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible()
  expect(await statusOf()).toBe('active')

  await page.getByRole('button', { name: 'Cancel batch' }).click()
  // Both buttons say what happens.
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Keep calling' })).toBeVisible()
  await expect(page.getByRole('dialog')).toContainText('This cannot be undone.')
  await page.getByRole('button', { name: 'Cancel 4 sequences' }).click()
  await expect(page.getByRole('list', { name: 'Sequences by state' })).toContainText('Cancelled4')
  await expect(page.getByRole('button', { name: 'Cancel batch' })).toHaveCount(0)
  expect(await askApi<Batch>(tenant, `/batches/${batchId}`)).toMatchObject({
    status: 'cancelled',
    sequences: { cancelled: 4, waiting: 0, scheduled: 0 },
  })
})

test('a batch whose creation failed says so in plain words, and is tried again', async ({ page, tenant }) => {
  const batchId = await enroll(tenant, tenant.agents.alwaysOn, [laterContact(1)])
  await waitForBatch(tenant, batchId, ({ status }) => status === 'active')
  const failureReason = 'PrismaClientKnownRequestError: P2010'
  await db().batch.update({ where: { id: batchId }, data: { status: 'failed', failureReason } })
  await page.goto(`/batches/${batchId}`)
  await expect(page.getByText('Something on our side kept the background')).toBeVisible()
  await expect(page.getByText(failureReason)).toBeHidden()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Retry' }).click()
  await waitForBatch(tenant, batchId, ({ status }) => status === 'active')
  await expect(page.getByText('Something on our side kept the background')).toHaveCount(0)
  expect(await db().sequence.count({ where: { batchId } })).toBe(1)
})

test('a batch leads with what came of it: goal, spoken to, nobody, failed; that all is done is grey', async ({
  page,
  tenant,
}) => {
  // The last four digits tell the simulated dialer what becomes of the call.
  const ends = ['0001', '0002', '0003', '0004', '0005']
  const contacts = ends.map((end, n) => testContact(n, { phoneNumber: `+1212555${end}` }))
  const batchId = await enroll(tenant, tenant.agents.alwaysOn, contacts)
  await waitForBatch(tenant, batchId, ({ status }) => status === 'finished')
  await page.goto(`/batches/${batchId}`)
  await expect(page.getByRole('heading', { name: 'Goal: 1 of 5 reached, 20%' })).toBeVisible()
  await expect(page.getByRole('list', { name: 'Contacts by result' }).getByRole('listitem')).toHaveText([
    'Goal reached1',
    'Goal not reached1',
    'Nobody reached3',
  ])
  const done = page.getByRole('list', { name: 'Sequences by state' }).getByRole('listitem')
  await expect(done).toHaveText(['Done5'])
  const colorOf = (text: string) =>
    page
      .getByRole('listitem')
      .filter({ hasText: text })
      .locator('svg')
      .first()
      .evaluate((dot) => getComputedStyle(dot).color)
  expect(await colorOf('Done5')).not.toBe(await colorOf('Goal reached1'))
  expect(await colorOf('Done5')).toBe(await colorOf('Goal not reached1'))
  await expectAccessible(page)
})

test('a number stands as it is called, with its country, beside what was sent', async ({ page, tenant }) => {
  const contacts = [
    laterContact(1, { phoneNumber: '(415) 555-2671' }),
    laterContact(2, { phoneNumber: '+49 171 1234567' }),
    laterContact(3, { phoneNumber: '415.555.2671' }),
    laterContact(4, { phoneNumber: '4930901820' }),
  ]
  const batchId = await enroll(tenant, tenant.agents.alwaysOn, contacts)
  await waitForBatch(tenant, batchId, ({ status }) => status === 'active')
  await page.goto(`/batches/${batchId}`)
  await expect(page.getByRole('row', { name: /Contact 1/ })).toContainText('+1 415 555 2671United States(415) 555-2671')
  await expect(page.getByRole('row', { name: /Contact 2/ })).toContainText('+49 171 1234567Germany+49 171 1234567')
  // Rejections count as operators do, and show what was sent.
  await page.getByRole('tab', { name: 'Rejected 2' }).click()
  const rejected = page.getByRole('row', { name: /Contact 3/ })
  await expect(rejected).toContainText('415.555.2671')
  await expect(rejected).toContainText('Contact 1 of the request has the same phone number')
  const lostPlus = page.getByRole('row', { name: /Contact 4/ })
  await expect(lostPlus).toContainText('Could be two numbersGermany or United States')
  await expect(page.getByText('No number')).toHaveCount(0)
  await expect(page.getByText(/index/i)).toHaveCount(0)
  await page.getByRole('tab', { name: /Contacts/ }).click()
  await page.getByRole('link', { name: 'Contact 2' }).click()
  await expect(page.getByText('+49 171 1234567 · Germany')).toBeVisible()
  await expect(page.locator('dl > div', { hasText: 'Number as sent' })).toContainText('+49 171 1234567')
})

test.describe('read in Berlin', () => {
  test.use({ timezoneId: 'Europe/Berlin', locale: 'de-DE' })

  test('a phrase has one zone, the contact’s, which is named; the reader’s own shows on hover', async ({
    page,
    tenant,
  }) => {
    for (const [n, days] of [1, 40].entries()) {
      const scheduledAt = new Date(Date.now() + days * 86_400_000 - 3_600_000).toISOString()
      const contact = testContact(n, { scheduledAt, timezone: 'Asia/Tokyo' })
      const batchId = await enroll(tenant, tenant.agents.alwaysOn, [contact])
      await waitForBatch(tenant, batchId, ({ status }) => status === 'active')
      const { sequences } = await askApi<BatchSequences>(tenant, `/batches/${batchId}/sequences`)
      await page.goto(`/sequences/${sequences[0]?.sequenceId}`)
      const next = page.getByRole('listitem').filter({ hasText: 'Next call' })
      const distance = days === 1 ? 'in \\d+ hr\\., ' : ''
      await expect(next).toHaveText(new RegExp(`^Next call ${distance}\\w+ \\d+, (\\d+, )?\\d\\d:\\d\\d Tokyo$`))
      await expect(next.locator('time')).toHaveAttribute(
        'title',
        /Japan Standard Time\nFor you: .* Central European \w+ Time$/,
      )
    }
  })
})

test('charts tell how calls ended, in bars and in a table', async ({ page, tenant }) => {
  // The last four digits tell the simulated dialer what becomes of the call.
  const contacts = [
    testContact(0, { phoneNumber: '+12125550001' }),
    testContact(1, { phoneNumber: '+12125560001' }),
    testContact(2, { phoneNumber: '+12125550003' }),
  ]
  const batchId = await enroll(tenant, tenant.agents.alwaysOn, contacts)
  const other = await enroll(tenant, tenant.agents.withEmail, [
    testContact(3, { phoneNumber: '+12125570001', toEmailAddress: 'a@example.com' }),
  ])
  for (const id of [batchId, other]) await waitForBatch(tenant, id, ({ status }) => status === 'finished')
  await page.goto(`/batches/${batchId}`)
  const results = page.getByRole('table', { name: 'Contacts by the result of their last call' })
  await expect(results.getByRole('row', { name: 'Goal completed 2' })).toBeAttached()
  await expect(results.getByRole('row', { name: 'Voicemail 1' })).toBeAttached()
  const outcomes = page.getByRole('table', { name: 'Contacts by the outcomes of their calls' })
  await expect(outcomes.getByRole('row', { name: 'Interested 2' })).toBeAttached()
  await expect(page.locator('[data-bar]')).toHaveCount(3)

  await page.goto('/credits')
  await expect(page.getByRole('cell', { name: 'With e-mail' }).first()).toBeVisible()
  const bars = page.locator('[data-bar]')
  await expect(bars).toHaveCount(2)
  const widths = await bars.evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect().width))
  // 3 credits against 1, from zero.
  expect((widths[0] ?? 0) / (widths[1] ?? 1)).toBeCloseTo(3, 0)
})

test('a sequence tells its calls, its mail and its chain', async ({ page, tenant }) => {
  test.slow()
  const contact = (n: number, phoneNumber: string) =>
    testContact(n, { phoneNumber, account_id: 'acme', toEmailAddress: `contact-${n}@example.com` })
  const contacts = [contact(1, '+12125550003'), contact(2, '+12125550001'), contact(3, '+12125550002')]
  const batchId = await enroll(tenant, tenant.agents.withEmail, contacts, { groupByField: 'account_id' })
  await waitForBatch(tenant, batchId, ({ status }) => status === 'finished')
  const { sequences } = await askApi<BatchSequences>(tenant, `/batches/${batchId}/sequences`)
  await page.goto(`/sequences/${sequences[0]?.sequenceId}`)
  await expect(page).toHaveTitle('Contact 1 · Rollcall')

  const timeline = page
    .getByRole('region')
    .or(page.locator('section', { hasText: 'Timeline' }))
    .first()
  await expect(timeline.getByText('Call, step 1')).toBeVisible()
  await expect(timeline.getByText('Voicemail').first()).toBeVisible()
  await expect(timeline.getByText('Mail, step 2')).toBeVisible()
  await expect(timeline.getByText('contact-1@example.com')).toBeVisible()
  await expect(timeline.getByText('We tried to call you')).toBeVisible()
  // As it was sent, not as the template has it.
  await expect(timeline.getByText('Hello Contact 1.')).toBeVisible()
  await expect(timeline.getByText('Sent', { exact: true })).toBeVisible()

  const chain = page.getByRole('region', { name: 'Chain' })
  await expect(chain.getByRole('listitem')).toHaveText([
    /1Contact 1Voicemail/,
    /2Contact 2Goal reached/,
    /3Contact 3Not called · skipped/,
  ])
  await expectAccessible(page)
  await chain.getByRole('link', { name: 'Contact 3' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Contact 3' })).toBeVisible()
  await expect(page.getByText('Its chain succeeded with somebody else')).toBeVisible()
})

test('a contact and a chain are cancelled from the page of a sequence', async ({ page, tenant }) => {
  const contacts = [1, 2, 3].map((n) => laterContact(n, { account_id: 'acme' }))
  const batchId = await enroll(tenant, tenant.agents.alwaysOn, contacts, { groupByField: 'account_id' })
  await waitForBatch(tenant, batchId, ({ status }) => status === 'active')
  const states = async () => {
    const { sequences } = await askApi<BatchSequences>(tenant, `/batches/${batchId}/sequences`)
    return sequences.map(({ lifecycleStatus }) => lifecycleStatus)
  }
  const { sequences } = await askApi<BatchSequences>(tenant, `/batches/${batchId}/sequences`)
  expect(await states()).toEqual(['scheduled', 'waiting', 'waiting'])
  await page.goto(`/sequences/${sequences[0]?.sequenceId}`)
  await expect(page.getByText('Next call')).toBeVisible()

  await page.getByRole('button', { name: 'Cancel contact' }).click()
  await expect(page.getByRole('dialog')).toContainText('the chain goes on with the next contact')
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel contact' }).click()
  await expect(page.getByText('Ended')).toBeVisible()
  expect(await states()).toEqual(['cancelled', 'scheduled', 'waiting'])

  await page.getByRole('link', { name: 'Contact 2' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Contact 2' })).toBeVisible()
  await page.getByRole('button', { name: 'Cancel chain' }).click()
  await expect(page.getByRole('dialog')).toContainText('Nobody in this chain of 3 contacts')
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel chain' }).click()
  // The dialog hides the page behind it from the roles: it has to be gone first.
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Cancel contact' })).toHaveCount(0)
  expect(await states()).toEqual(['cancelled', 'cancelled', 'cancelled'])
})

test.describe('at the width of a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: 'dark' })

  test('a sequence fits', async ({ page, tenant }) => {
    const contacts = [1, 2].map((n) => laterContact(n, { account_id: 'a-very-long-account-'.repeat(8) }))
    const batchId = await enroll(tenant, tenant.agents.alwaysOn, contacts, { groupByField: 'account_id' })
    await waitForBatch(tenant, batchId, ({ status }) => status === 'active')
    const { sequences } = await askApi<BatchSequences>(tenant, `/batches/${batchId}/sequences`)
    for (const path of [`/sequences/${sequences[1]?.sequenceId}`, `/batches/${batchId}?tab=chains`]) {
      await page.goto(path)
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
      await expectNoSidewaysScroll(page)
      await expectAccessible(page)
    }
  })
})
