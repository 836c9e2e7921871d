import { readFile } from 'node:fs/promises'
import Papa from 'papaparse'
import { laterContact } from '@/testing/factories'
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './browser-test'
import { enroll, enrollAllEnds } from './console-api'

test('those who did not answer are called again, after saying how many; nobody twice', async ({
  page,
  tenant,
  sql,
}) => {
  const batchId = await enrollAllEnds(tenant)
  await page.goto(`/batches/${batchId}`)
  await expect(page.getByRole('heading', { level: 1, name: 'Spring renewals' })).toBeVisible()
  await page.getByRole('button', { name: 'Call the 4 unanswered again' }).click()
  const dialog = page.getByRole('dialog', { name: 'Call again' })
  await expect(dialog.getByRole('button', { name: 'Call 4 contacts again' })).toBeEnabled()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Call 4 contacts again' }).click()
  await expect(dialog).toContainText('4 contacts will be called again')
  await dialog.getByRole('link', { name: 'Open the new batch' }).click()
  await expect(page.getByRole('tab', { name: /^Contacts 4/ })).toBeVisible()
  const again = await sql<{ batches: string; again: string }>(
    'SELECT count(DISTINCT batch_id) AS batches, count(*) AS again FROM contacts WHERE organization_id = $1 AND again_of IS NOT NULL',
    [tenant.organizationId],
  )
  expect(again).toEqual([{ batches: '1', again: '4' }])
  await page.goto(`/batches/${batchId}`)
  await page.getByRole('button', { name: 'Call the 4 unanswered again' }).click()
  await expect(dialog).toContainText('Open, called again already, or enrolled again since4')
  await expect(dialog.getByRole('button', { name: 'Call 0 contacts again' })).toBeDisabled()
})

test('every figure filters the list below it, in the URL, and back works', async ({ page, tenant }) => {
  const batchId = await enrollAllEnds(tenant)
  await page.goto(`/batches/${batchId}`)
  const rows = page.getByRole('table', { name: 'Contacts', exact: true }).getByRole('row')
  await expect(rows).toHaveCount(7)
  await page.getByRole('button', { name: /^Nobody reached/ }).click()
  await expect(page).toHaveURL(/result=nobody/)
  await expect(rows).toHaveCount(5)
  await page.getByRole('button', { name: 'Busy: 1' }).click()
  await expect(page).toHaveURL(/last=Busy/)
  await expect(rows).toHaveCount(2)
  await expectAccessible(page)
  await page.reload()
  await expect(rows).toHaveCount(2)
  await page.goBack()
  await expect(rows).toHaveCount(5)
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(rows).toHaveCount(7)
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Calls', exact: true }).click()
  await page.keyboard.press('Escape')
  await page.reload()
  await expect(page.getByRole('columnheader', { name: 'Calls', exact: true })).toBeVisible()
})

test('contacts of all batches are found by a variable, and exported as they are shown', async ({ page, tenant }) => {
  await enrollAllEnds(tenant)
  await enroll(tenant, tenant.agents.alwaysOn, [laterContact(50, { account_id: 'later' })])
  await page.goto('/sequences')
  const rows = page.getByRole('table', { name: 'Contacts', exact: true }).getByRole('row')
  await expect(rows).toHaveCount(8)
  await expectAccessible(page)
  await page.goto('/sequences?result=nobody%20reached')
  await expect(rows).toHaveCount(5)
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'CSV' }).click()
  const download = await downloading
  await expect(page.getByText(/Exported 4 contacts/)).toBeVisible()
  const text = await readFile((await download.path()) ?? '', 'utf8')
  const { data } = Papa.parse<Record<string, string>>(text.slice(1), { header: true, skipEmptyLines: true })
  expect(data.map(({ Result }) => Result)).toEqual(Array(4).fill('nobody reached'))
  expect(data[0]?.account_id).toMatch(/^'=\d$/)
  expect(data[0]?.['Last call at']).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d$/)
  await page.goto('/sequences?variable=account_id&value=later')
  await expect(rows).toHaveCount(2)
  await expect(rows.nth(1)).toContainText('Contact 50')
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('a contact leads with its result, and nothing scrolls sideways', async ({ page, tenant }) => {
    const batchId = await enrollAllEnds(tenant)
    for (const path of [`/batches/${batchId}`, '/sequences']) {
      await page.goto(path)
      const card = page
        .getByRole('list', { name: 'Contacts', exact: true })
        .getByRole('listitem')
        .filter({ hasText: 'Contact 3' })
      await expect(card).toContainText('Busy')
      await expect(card).not.toContainText('Done')
      await expectNoSidewaysScroll(page)
    }
  })
})
