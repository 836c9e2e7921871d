import { readFile } from 'node:fs/promises'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { WEEKDAYS } from '@/domain/schedule/weekdays.rules'
import { createTestOrganization } from '@/testing/factories'
import { test as base, expect, expectAccessible, Wizard } from './browser-test'

// Nobody is called while the test looks: 965 calls at once are more than a machine of two cores does beside its pages.
// The weekday after the day after tomorrow is today in no timezone.
const weekdayAhead = WEEKDAYS[(new Date(Date.now() + 3 * 86_400_000).getUTCDay() + 6) % 7] as (typeof WEEKDAYS)[number]
const callWindows: CallWindows = { [weekdayAhead]: [{ start: '10:00', end: '12:00' }] }

const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures are wanted; none.
  tenant: async ({}, use) => use(await createTestOrganization({ agent: { callWindows } })),
})

// The file as a CRM writes it: 1,000 people, line breaks inside quotes, extensions inside numbers, "n/a" for a number,
// "Eastern Time" for a timezone, the same number in several ways.
const FILE = 'e2e/fixtures/crm-export.csv'

test('an operator enrolls the export of a CRM, and every row is accounted for', async ({ page, tenant, sql }) => {
  test.slow()
  const wizard = await Wizard.open(page, tenant)
  await wizard.upload(FILE)
  await expect(page.getByText('1,000 rows · 9 columns')).toBeVisible()
  await expectAccessible(page)

  await wizard.next('Map columns')
  await expect(wizard.target('First Name')).toHaveText('First name')
  await expect(wizard.target('Mobile Phone Number')).toHaveText('Phone number')
  await expect(wizard.target('Time Zone')).toHaveText('Timezone')
  await expect(wizard.target('Associated Company ID')).toHaveText('account_id')
  await expect(wizard.target('Notes')).toHaveText('Leave out')
  await expectAccessible(page)

  await wizard.next('Review rows')
  await expect(wizard.counts).toContainText('765 of 1,000 will be enrolled · 235 need attention')
  await wizard.button('Use America/New_York').click()
  await expect(wizard.counts).toContainText('936 of 1,000 will be enrolled · 64 need attention')
  // In area codes that North America has not, and in Denmark, New Zealand … numbers of somebody.
  await expect(page.getByText('31 phone numbers can be read in more than one way; choose what they are')).toBeVisible()
  await wizard.button('United States · write 31 numbers as +1').click()
  await expect(wizard.counts).toContainText('965 of 1,000 will be enrolled · 35 need attention')
  await wizard.button('Need attention 35').click()
  await expect(wizard.cell('Row 40 has the same number')).toBeVisible()
  await expectAccessible(page)

  await wizard.next('Set options')
  await page.getByRole('combobox', { name: 'Call one after the other, grouped by' }).click()
  await page.getByRole('option', { name: 'account_id' }).click()
  await expect(page.getByText(/chains; the largest has \d+ contacts/)).toBeVisible()
  await expectAccessible(page)
  await wizard.button('Enroll 965 contacts').click()

  await expect(page.getByRole('heading', { name: '965 contacts enrolled' })).toBeVisible()
  for (const [label, value] of [
    ['Rows in the file', '1,000'],
    ['Accepted', '965'],
    ['Rejected', '35'],
    ['Left out', '0'],
  ]) {
    await expect(page.locator('dl > div', { hasText: label })).toContainText(value as string)
  }
  await expectAccessible(page)

  // The rejected rows as a file: the columns of the export, the reason last, nothing that a spreadsheet would run.
  const downloading = page.waitForEvent('download')
  await wizard.button('Download rejected CSV').click()
  const csv = await readFile(await (await downloading).path(), 'utf8')
  expect(csv).toContain('Record ID,First Name,Last Name,Email,Mobile Phone Number,')
  expect(csv).toContain(',rollcall_rejection_reason\r\n')
  expect(csv).not.toMatch(/(^|,)[=+\-@]/m)
  expect(csv).toContain("'+1 (758) 334-7683")

  await expect(page.getByRole('tab', { name: 'Rejected 35' })).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByRole('row', { name: /Guiseppe Maggio/ })).toContainText('"n/a" is not a possible phone number')
  const importId = new URL(page.url()).pathname.split('/').at(-1)
  const [turnedAway] = await sql<{ repeated: number; unreadable: number; rows: number }>(
    `SELECT count(*) FILTER (WHERE reason LIKE '%has the same number%')::int AS repeated,
       count(*) FILTER (WHERE reason LIKE '%is not a possible phone number%')::int AS unreadable, count(*)::int AS rows
     FROM import_rejections WHERE import_id = $1`,
    [importId],
  )
  expect(turnedAway).toEqual({ repeated: 25, unreadable: 10, rows: 35 })

  await page.getByRole('link', { name: 'Open the batch' }).click()
  // The page before has this heading too.
  await expect(page).toHaveURL(/\/batches\//)
  await expect(page.getByRole('heading', { name: 'crm-export.csv' })).toBeVisible()
  const batchId = new URL(page.url()).pathname.split('/').at(-1)

  const [batch] = await sql<{ total: number; accepted: number; rejected: number }>(
    'SELECT total, accepted, rejected FROM batches WHERE id = $1',
    [batchId],
  )
  expect(batch).toEqual({ total: 965, accepted: 965, rejected: 0 })
  const [rows] = await sql<{ contacts: number; reserved: number }>(
    `SELECT (SELECT count(*)::int FROM contacts WHERE batch_id = $1) AS contacts,
            (SELECT sum(amount)::int FROM credit_ledger WHERE batch_id = $1 AND kind = 'reservation') AS reserved`,
    [batchId],
  )
  expect(rows).toEqual({ contacts: 965, reserved: 965 })

  // The page follows the background until every accepted contact has its sequence.
  await expect(page.getByRole('list', { name: 'Sequences by state' })).toBeVisible({ timeout: 30_000 })
  await expect
    .poll(
      async () =>
        (await sql<{ n: number }>('SELECT count(*)::int AS n FROM sequences WHERE batch_id = $1', [batchId]))[0]?.n,
    )
    .toBe(965)
  await expectAccessible(page)
})
