import { setCredits } from '@/domain/credits/set-credits'
import { newId, parsePublicId } from '@/domain/ids'
import { createEndpoint } from '@/domain/webhooks/create-endpoint'
import { laterContact, laterContacts } from '@/testing/factories'
import { expect, expectAccessible, expectNoSidewaysScroll, fromHome, test } from './browser-test'
import { enroll, enrollAllEnds, waitForBatch } from './console-api'

test('today is seen at a glance, and each figure leads to who is behind it, by the keyboard alone', async ({
  page,
  tenant,
  sql,
}) => {
  await enrollAllEnds(tenant)
  await fromHome(page)
  await expect(page.getByRole('heading', { level: 2, name: '6 calls today' })).toBeVisible()
  const results = page.getByRole('list', { name: 'Calls of today by result' })
  await expect(results.getByRole('listitem')).toHaveText(['Goal reached1', 'Goal not reached1', 'Nobody reached4'])
  await expect(page.getByRole('table', { name: /^Calls of today, by the hour/ })).toContainText('6')
  await expectAccessible(page)

  await results.getByRole('link', { name: /^Nobody reached/ }).press('Enter')
  const rows = page.getByRole('table', { name: 'Contacts', exact: true }).getByRole('row')
  await expect(rows).toHaveCount(5)
  await expect(page.getByRole('button', { name: /^Remove the filter Last called on / })).toBeVisible()
  await page.goBack()
  await page.getByRole('link', { name: '6 calls today' }).press('Enter')
  await expect(rows).toHaveCount(7)

  // What was called yesterday is none of today, there and here.
  await sql(`UPDATE calls SET ended_at = ended_at - interval '1 day' WHERE organization_id = $1`, [
    tenant.organizationId,
  ])
  await page.reload()
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0, { timeout: 30_000 })
  await expect(page.getByRole('heading', { name: 'No contact matches these filters' })).toBeVisible()
  await fromHome(page)
  await expect(page.getByText('No call has ended yet today.')).toBeVisible()
})

test('the first steps go on one after the other, a test call counts in no figure, and all done they are gone', async ({
  page,
  tenant,
}) => {
  test.slow()
  const { agents } = tenant
  await fromHome(page)
  const steps = page.getByRole('region', { name: 'Three steps to the first calls' })
  await expect(steps.getByRole('heading', { level: 3 })).toHaveText([
    'Set up an agent (done)',
    'Make a test call',
    'Import contacts',
  ])
  await expectAccessible(page)
  await steps.getByRole('link', { name: 'Test the agent' }).press('Enter')
  await page.getByLabel('Your phone number (required)').fill('+1 555 123 0001')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Goal completed', { exact: true })).toBeVisible({ timeout: 60_000 })
  await fromHome(page)
  await expect(steps.getByRole('heading', { name: 'Make a test call (done)' })).toBeVisible()
  await expect(page.getByText('No call has ended yet today.')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Nothing is under way' })).toBeVisible()
  await steps.getByRole('link', { name: 'Import contacts' }).press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Import contacts' })).toBeVisible()

  const batchId = await enroll(tenant, agents.alwaysOn, laterContacts(2), { name: 'The first' })
  await waitForBatch(tenant, batchId, ({ status }) => status === 'active')
  // Never ends: it is under way, and no figure says so.
  const endless = { name: 'Ada', phoneNumber: '+15551230009', mode: 'simulated', idempotencyKey: 'endless' }
  const data = { agentId: agents.alwaysOn, ...endless }
  expect((await page.request.post('/api/trpc/agents.testCall', { data })).status()).toBe(200)
  await fromHome(page)
  await expect(steps).toHaveCount(0)
  const underWay = page.getByRole('table', { name: 'Imports and batches that are under way' })
  await expect(underWay.getByRole('row')).toHaveCount(2)
  await expect(underWay.getByRole('link', { name: 'The first' })).toBeVisible()
})

test('what needs attention says what is wrong and since when, each with its one click', async ({
  page,
  tenant,
  sql,
}) => {
  test.slow()
  const { organizationId, actor, agents } = tenant
  await fromHome(page)
  const attention = page.getByRole('region', { name: 'Needs attention' })
  await expect(attention).toHaveCount(0)

  const failed = await enroll(tenant, agents.alwaysOn, [laterContact(1)], { name: 'Broken' })
  await waitForBatch(tenant, failed, ({ status }) => status === 'active')
  await sql(`UPDATE batches SET status = 'failed', failure_reason = 'For the test.' WHERE id = $1`, [failed])
  const waiting = await enroll(tenant, agents.withEmail, [laterContact(2, { toEmailAddress: 'a@example.com' })])
  await waitForBatch(tenant, waiting, ({ status }) => status === 'active')
  await sql(`UPDATE agents SET from_number = NULL WHERE id = $1`, [parsePublicId('agent', agents.withEmail)])
  const { endpointId } = await createEndpoint(actor, { url: 'https://hooks.rollcall.invalid/results' })
  const deliveryId = newId()
  await sql(
    `INSERT INTO webhook_deliveries (id, organization_id, endpoint_id, type, subject_id, payload, status, ended_at)
     VALUES ($1, $2, $3, 'endpoint.test', $3, '{}', 'failed', now())`,
    [deliveryId, organizationId, endpointId],
  )
  await sql(
    `INSERT INTO webhook_attempts (delivery_id, number, duration_ms, http_status, started_at)
     VALUES ($1, 1, 5, 500, now() - interval '3 hours'), ($1, 2, 5, 503, now() - interval '2 hours')`,
    [deliveryId],
  )
  await setCredits(actor, { credits: 2 })

  await page.reload()
  const items = attention.getByRole('listitem')
  await expect(items).toHaveCount(4)
  await expect(items.nth(0)).toContainText('Broken could not be scheduled')
  await expect(items.nth(1)).toContainText('With e-mail cannot call, and contacts are waiting')
  await expect(items.nth(2)).toContainText('2 of the last 2 attempts failed. Since')
  await expect(items.nth(3)).toContainText('No credits are left this month')
  await expectAccessible(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoSidewaysScroll(page)
  await page.setViewportSize({ width: 1280, height: 800 })

  for (const [at, action, heading] of [
    [1, 'Open the agent', 'With e-mail'],
    [2, 'See why', 'hooks.rollcall.invalid'],
    [3, 'See credits', 'Credits'],
  ] as const) {
    await items.nth(at).getByRole('link', { name: action }).press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
    await fromHome(page)
  }
  await items.nth(0).getByRole('button', { name: 'Try again' }).press('Enter')
  await expect(items).toHaveCount(3)
  await waitForBatch(tenant, failed, ({ status }) => status === 'active')
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`on a phone, ${colorScheme}`, () => {
    test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme })

    test('Home with calls, what is under way and credits does not scroll sideways', async ({ page, tenant }) => {
      await enrollAllEnds(tenant)
      const name = 'A name of a batch that is far longer than a phone is wide, and has no end in sight'
      await enroll(tenant, tenant.agents.alwaysOn, laterContacts(3), { name })
      await page.goto('/')
      await expect(page.getByRole('heading', { name: '6 calls today' })).toBeVisible()
      await expect(page.getByRole('list', { name: 'Imports and batches that are under way' })).toContainText(name)
      await expectNoSidewaysScroll(page)
      await expectAccessible(page)
      await page.getByRole('link', { name: /^Nobody reached/ }).tap()
      await expect(page.getByRole('list', { name: 'Contacts', exact: true }).getByRole('listitem')).toHaveCount(4)
      await expectNoSidewaysScroll(page)
    })
  })
}
