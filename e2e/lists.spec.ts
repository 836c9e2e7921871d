import type { Page } from '@playwright/test'
import { createApiKey } from '@/domain/api-keys/create-api-key'
import { laterContact, type TestOrganization } from '@/testing/factories'
import { planImport } from '@/testing/stage-import'
import { expect, expectAccessible, expectNoSidewaysScroll, fromHome, test } from './browser-test'
import { enroll, waitForBatch } from './console-api'

type Sql = <Row>(text: string, values?: unknown[]) => Promise<Row[]>

/** Adds so many old, finished batches, named "Old 1" and so on, the first of them the oldest. */
async function addOldBatches({ organizationId }: TestOrganization, sql: Sql, count: number): Promise<void> {
  await sql(
    `INSERT INTO batches (id, organization_id, agent_id, status, source, created_by, name, total, accepted, rejected, steps,
       outcomes, credits_per_contact, chain_advance, options, share_id, credit_month, created_at, finished_at)
     SELECT id, $1, agent_id, 'finished', 'api', 'Nightly sync', 'Old ' || n, 1, 1, 0, '[]', '[]', 1, 'call', '{}', id,
       credit_month(), now() - make_interval(days => 40, mins => $2 - n), now()
     FROM (SELECT n, gen_random_uuid() AS id, (SELECT id FROM agents WHERE organization_id = $1 LIMIT 1) AS agent_id
       FROM generate_series(1, $2::int) AS n) each`,
    [organizationId, count],
  )
}

/** Chooses in a select of the browser with the keyboard: the beginning of an option is typed, or a key pressed. */
async function choose(page: Page, label: string, keys: string, option: string): Promise<void> {
  const select = page.getByLabel(label, { exact: true })
  await select.focus()
  if (/^(Arrow|Home)/.test(keys)) await page.keyboard.press(keys)
  else await page.keyboard.type(keys)
  await expect(select.locator('option:checked')).toHaveText(option)
}

test('batches are searched, filtered, sorted and paged by the keyboard alone, and the address says how', async ({
  page,
  tenant,
  sql,
}) => {
  test.slow()
  await addOldBatches(tenant, sql, 60)
  const spring = await enroll(tenant, tenant.agents.alwaysOn, [laterContact(1)], { name: 'Spring renewals' })
  await enroll(tenant, tenant.agents.withEmail, [laterContact(2, { toEmailAddress: 'a@example.com' })], {
    name: 'Spring mails',
  })
  await waitForBatch(tenant, spring, ({ status }) => status === 'active')
  await fromHome(page, 'Batches')
  const table = page.getByRole('table', { name: 'Batches' })
  const rows = table.getByRole('row')
  const names = table.getByRole('link')
  await expect(rows).toHaveCount(51)
  await expect(names.first()).toHaveText('Spring mails')
  await expectAccessible(page)

  // The next page is in the address, and "previous" works after a reload.
  await page.getByRole('button', { name: 'Next' }).press('Enter')
  await expect(page).toHaveURL(/after=/)
  await expect(names.last()).toHaveText('Old 1')
  await page.reload()
  await expect(names.last()).toHaveText('Old 1')
  await page.getByRole('button', { name: 'Previous' }).press('Enter')
  await expect(names.first()).toHaveText('Spring mails')

  // A change begins at the first page.
  await page.getByRole('button', { name: 'Next' }).press('Enter')
  await expect(page).toHaveURL(/after=/)
  await choose(page, 'Order', 'O', 'Oldest first')
  await expect(names.first()).toHaveText('Old 1')
  await expect(page).toHaveURL(/sort=oldest/)
  await expect(page).not.toHaveURL(/after=/)

  await page.getByRole('searchbox', { name: 'Search by name' }).focus()
  await page.keyboard.type('spring')
  await expect(names).toHaveText(['Spring renewals', 'Spring mails'])
  await expect(page).toHaveURL(/q=spring/)
  await choose(page, 'Agent', 'W', 'With e-mail')
  await expect(names).toHaveText(['Spring mails'])
  await page.goBack()
  await expect(names).toHaveText(['Spring renewals', 'Spring mails'])
  await page.reload()
  await expect(names).toHaveText(['Spring renewals', 'Spring mails'])
  await choose(page, 'Status', 'Fi', 'Finished')
  await expect(page.getByRole('heading', { name: 'No batch matches these filters' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Clear filters' }).first().press('Enter')
  await expect(page).toHaveURL('/batches')
  await expect(rows).toHaveCount(51)

  await choose(page, 'Time', 'L', 'Last 7 days')
  await expect(names).toHaveText(['Spring mails', 'Spring renewals'])
  await choose(page, 'Time', 'Home', 'Any time')
  await choose(page, 'Who', 'N', 'Nightly sync')
  await expect(names.first()).toHaveText('Old 60')
  await choose(page, 'Who', 'Home', 'Anybody')
  await choose(page, 'Source', 'I', 'Import')
  await expect(page.getByRole('heading', { name: 'No batch matches these filters' })).toBeVisible()
})

test('tests are in no list until they are asked for, and then bear their mark', async ({ page, tenant }) => {
  const { actor, agents } = tenant
  const { apiKey } = await createApiKey(actor, { name: 'Key for tests', scopes: ['enroll', 'read'], test: true })
  const tester = { ...tenant, apiKey }
  await enroll(tenant, agents.alwaysOn, [laterContact(1)], { name: 'In earnest' })
  const rehearsal = await enroll(tester, agents.alwaysOn, [laterContact(2)], { name: 'Rehearsal' })
  await waitForBatch(tenant, rehearsal, ({ status }) => status === 'active')
  const file = planImport(agents.alwaysOn, { batches: [[laterContact(3)]] })
  const headers = { 'x-api-key': apiKey }
  expect((await page.request.post('/api/trpc/imports.importFile', { headers, data: file })).status()).toBe(200)

  await fromHome(page, 'Batches')
  const batches = page.getByRole('table', { name: 'Batches' }).getByRole('link')
  await expect(batches).toHaveText(['In earnest'])
  await choose(page, 'Tests', 'ArrowDown', 'With tests')
  await expect(page).toHaveURL(/tests=true/)
  await expect(batches).toHaveText(['TestRehearsal', 'In earnest'])
  await expectAccessible(page)
  await batches.first().press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Rehearsal' })).toBeVisible()
  await expect(page.getByTitle('A test. It is not counted in any figures.').first()).toBeVisible()
  // Whoever opens a test sees who is in it.
  await expect(page.getByRole('table', { name: 'Contacts', exact: true })).toContainText('Contact 2')

  await fromHome(page, 'Imports')
  await expect(page.getByRole('heading', { name: 'No imports yet' })).toBeVisible()
  await choose(page, 'Tests', 'ArrowDown', 'With tests')
  await expect(page.getByRole('table', { name: 'Imports' }).getByRole('link')).toHaveText(['Testcontacts.csv'])

  await fromHome(page, 'Contacts')
  const contacts = page.getByRole('table', { name: 'Contacts', exact: true }).getByRole('link')
  await expect(contacts).toHaveText(['Contact 1'])
  await page.getByRole('button', { name: 'More filters' }).press('Enter')
  await page.getByRole('checkbox', { name: 'Show tests too' }).press('Space')
  await page.getByRole('button', { name: 'Apply filters' }).press('Enter')
  await expect(page.getByRole('button', { name: 'Remove the filter With tests' })).toBeVisible()
  await expect(contacts.filter({ hasText: 'TestContact 2' })).toBeVisible()

  await page.keyboard.press('ControlOrMeta+k')
  await expect(page.getByRole('combobox', { name: 'Search' })).toBeFocused()
  await page.keyboard.insertText('Rehearsal')
  await expect(page.getByRole('option', { name: /Rehearsal/ })).toContainText('Test')
  await page.keyboard.press('Escape')

  // All of it is erased by one press, and what was in earnest is not.
  await fromHome(page, 'Settings', 'API keys')
  await page.getByRole('button', { name: 'Erase tests' }).press('Enter')
  const question = page.getByRole('dialog', { name: /^Erase \d test contacts\?$/ })
  await expect(question).toContainText('What is still open is cancelled before.')
  await expectAccessible(page)
  await question.getByRole('button', { name: 'Erase tests' }).press('Enter')
  await expect(page.getByText(/^\d test contacts erased\.$/)).toBeVisible()
  await expect(page.getByText('Nothing is stored of test calls and of what test keys enroll.')).toBeVisible()
  await fromHome(page, 'Batches')
  await choose(page, 'Tests', 'ArrowDown', 'With tests')
  await expect(batches).toHaveText(['In earnest'])
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('the filters fit', async ({ page, tenant }) => {
    await enroll(tenant, tenant.agents.alwaysOn, [laterContact(1)], { name: 'In earnest' })
    for (const path of ['/batches?tests=true', '/imports?tests=true', '/sequences?tests=true&calledFrom=2026-01-01']) {
      await page.goto(path)
      await expect(page.getByRole('button', { name: 'Clear filters' }).first()).toBeVisible()
      await expectNoSidewaysScroll(page)
      await expectAccessible(page)
    }
  })
})
