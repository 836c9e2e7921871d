import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { setCredits } from '@/domain/credits/set-credits'
import type { TestOrganization } from '@/testing/factories'
import { csvFile, expect, expectAccessible, expectNoSidewaysScroll, test, Wizard } from './browser-test'

const ROWS = 3_500
const FAULTY = 20
const REPEATED = 10
/** Whoever is called tomorrow is left alone by the background while the test looks. */
const TOMORROW = new Date(Date.now() + 86_400_000).toISOString()
const ENROLLING_MS = 120_000

/**
 * 3,500 rows in 500 chains that lie all over the file; 20 have no usable number, 10 repeat a number from 2,000 rows above.
 */
function largeFile(seed: number): string {
  const lines = Array.from({ length: ROWS }, (_, n) => {
    const own = `+1${212_200_0000 + seed * 10_000 + n}`
    const repeated = n >= 3_000 && n < 3_000 + REPEATED
    const phone = n < FAULTY ? 'none' : repeated ? `+1${212_200_0000 + seed * 10_000 + n - 2_000}` : own
    return `Contact ${n},${phone},${TOMORROW},chain ${n % 500}`
  })
  return `name,phoneNumber,scheduledAt,account_id\n${lines.join('\n')}\n`
}

/** Up to the options, with the rows grouped by account. */
async function openOptions(page: Page, tenant: TestOrganization, file: string): Promise<Wizard> {
  const wizard = await Wizard.open(page, tenant)
  await wizard.upload(csvFile(file))
  await wizard.next('Map columns')
  await wizard.next('Review rows')
  await expect(wizard.counts).toContainText('3,470 of 3,500 will be enrolled')
  await wizard.next('Set options')
  await page.getByRole('combobox', { name: 'Call one after the other, grouped by' }).click()
  await page.getByRole('option', { name: 'account_id' }).click()
  await expect(page.getByText('500 chains; the largest has 7 contacts')).toBeVisible()
  return wizard
}

type Sql = <Row>(text: string, values?: unknown[]) => Promise<Row[]>

/** What the database knows of the one import of a tenant, whatever the page says. */
async function reportOf(sql: Sql, { organizationId }: TestOrganization) {
  const [report] = await sql<Record<string, number | string>>(
    `SELECT import.status, import.rows, import.accepted, import.rejected, import.left_out AS "leftOut", import.waiting,
       (SELECT count(*)::int FROM contacts WHERE organization_id = $1) AS contacts,
       (SELECT count(DISTINCT name)::int FROM contacts WHERE organization_id = $1) AS people,
       (SELECT count(DISTINCT phone_number)::int FROM contacts WHERE organization_id = $1) AS numbers,
       (SELECT count(*)::int FROM import_rejections WHERE import_id = import.id) AS rejections,
       (SELECT count(DISTINCT row)::int FROM (
          SELECT substr(name, 9)::int AS row FROM contacts WHERE organization_id = $1
          UNION ALL SELECT row FROM import_rejections WHERE import_id = import.id) rows) AS "rowsOnce",
       (SELECT count(*)::int FROM chains WHERE organization_id = $1) AS chains,
       (SELECT count(*)::int FROM import_batches WHERE import_id = import.id AND status = 'enrolled') AS batches,
       (SELECT sum(accepted)::int FROM batches WHERE organization_id = $1) AS "acceptedInBatches"
     FROM imports import WHERE organization_id = $1`,
    [organizationId],
  )
  return report
}

const WHOLE = {
  status: 'completed',
  rows: ROWS,
  accepted: ROWS - FAULTY - REPEATED,
  rejected: FAULTY + REPEATED,
  leftOut: 0,
  waiting: 0,
  contacts: ROWS - FAULTY - REPEATED,
  people: ROWS - FAULTY - REPEATED,
  numbers: ROWS - FAULTY - REPEATED,
  rejections: FAULTY + REPEATED,
  rowsOnce: ROWS,
  // A chain of which every row is faulty or repeated would be missing.
  chains: 500,
  batches: 4,
  acceptedInBatches: ROWS - FAULTY - REPEATED,
}

test.describe('an import of many batches', () => {
  test.describe.configure({ timeout: 240_000 })
  test.use({ expectedConsoleErrors: [/ERR_FAILED/] })

  test('closed in the middle of staging goes on when its browser comes back', async ({ page, tenant, sql }) => {
    const wizard = await openOptions(page, tenant, largeFile(1))
    // The network dies after two chunks.
    await page.route('**/api/trpc/imports.stageChunk*', (route) => {
      const sent = JSON.stringify(route.request().postDataJSON())
      return /"number":[01],/.test(sent) ? route.continue() : route.abort()
    })
    await wizard.button('Enroll 3,470 contacts').click()
    await expect(page.getByRole('heading', { name: 'contacts.csv' })).toBeVisible()
    await expect(page.getByText('No connection, trying again')).toBeVisible()
    await expect(page.getByText(/Sending 1,0\d\d of 3,500 rows/)).toBeVisible()
    await expectAccessible(page)
    const context = page.context()
    await page.close()
    expect(await reportOf(sql, tenant)).toMatchObject({ status: 'staging', rows: ROWS, accepted: 0, contacts: 0 })

    const again = await context.newPage()
    await again.goto('/agents')
    // Wherever in the console one comes back: it goes on by itself and says so, until it is through.
    await expect.poll(async () => (await reportOf(sql, tenant))?.status, { timeout: 60_000 }).not.toBe('staging')
    await again.goto('/imports')
    await again.getByRole('link', { name: 'contacts.csv' }).first().click()
    await expect(again.getByText('Completed').first()).toBeVisible({ timeout: ENROLLING_MS })
    await expect(again.locator('dl')).toHaveText(/Rows in the file3,500Accepted3,470Rejected30Left out0/)
    expect(await reportOf(sql, tenant)).toEqual(WHOLE)
    // Nothing of it is left in the browser.
    await again.reload()
    await expect(again.getByRole('region', { name: 'Imports on their way' })).toHaveCount(0)
    const left = await again.evaluate(
      () =>
        new Promise((resolve, reject) => {
          const opening = indexedDB.open('rollcall-imports')
          opening.onerror = () => reject(opening.error)
          opening.onsuccess = () => {
            const counting = opening.result.transaction('chunks').objectStore('chunks').count()
            counting.onsuccess = () => resolve(counting.result)
          }
        }),
    )
    expect(left).toBe(0)
  })

  test.describe('without a session', () => {
    test.use({ expectedConsoleErrors: [/401/] })

    test('staging goes on where it was, once its operator has signed in again', async ({ page, tenant, sql }) => {
      const wizard = await openOptions(page, tenant, largeFile(6))
      let chunks = 0
      await page.route('**/api/trpc/*imports.stageChunk*', async (route) => {
        chunks += 1
        if (chunks === 2) {
          await sql('DELETE FROM sessions WHERE user_id IN (SELECT user_id FROM members WHERE organization_id = $1)', [
            tenant.organizationId,
          ])
        }
        await route.continue()
      })
      await wizard.button('Enroll 3,470 contacts').click()
      await expect(page.getByRole('heading', { name: 'Sign in to Rollcall' })).toBeVisible({ timeout: 60_000 })
      expect(await reportOf(sql, tenant)).toMatchObject({ status: 'staging', contacts: 0 })
      await page.getByLabel('Email').fill(tenant.operator.email)
      await page.getByLabel('Password').fill(tenant.operator.password)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await expect(page.getByText('Completed').first()).toBeVisible({ timeout: ENROLLING_MS })
      expect(await reportOf(sql, tenant)).toEqual(WHOLE)
    })
  })

  test('closed after staging is enrolled without its browser', async ({ page, tenant, sql }) => {
    const wizard = await openOptions(page, tenant, largeFile(2))
    await wizard.button('Enroll 3,470 contacts').click()
    await expect
      .poll(async () => (await reportOf(sql, tenant))?.status, { timeout: 60_000, intervals: [50] })
      .toMatch(/running|completed/)
    await page.close()
    await expect.poll(async () => (await reportOf(sql, tenant))?.status, { timeout: ENROLLING_MS }).toBe('completed')
    expect(await reportOf(sql, tenant)).toEqual(WHOLE)
  })

  test('is followed on its page: batches, rejected rows as a table and as a file, on a phone too', async ({
    page,
    tenant,
  }) => {
    // At no moment does this browser take itself for another one that has left rows behind.
    await page.addInitScript(() => {
      new MutationObserver(() => {
        if (!document.querySelector('main')?.textContent?.includes('rows have arrived')) return
        console.error('The import waits for a browser that has sent everything.')
      }).observe(document, { childList: true, subtree: true })
    })
    const wizard = await openOptions(page, tenant, largeFile(3))
    await wizard.button('Enroll 3,470 contacts').click()
    await expect(page.getByText('Completed').first()).toBeVisible({ timeout: ENROLLING_MS })
    await expect(page.getByRole('row', { name: /^Batch 4/ })).toContainText('Enrolled')
    await expectAccessible(page)
    await page.getByRole('tab', { name: 'Rejected' }).click()
    await expect(page.getByRole('row', { name: /Contact 0/ })).toContainText('"none" is not a possible phone number')
    await expect(page.getByRole('row', { name: /Contact 0/ })).toContainText('No number')
    await expect(page.getByRole('row', { name: /Contact 3000/ })).toContainText('Row 1,002 has the same number')
    await expect(page.getByRole('row', { name: /Contact 3000/ })).toContainText('United States')
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download rejected CSV' }).click()
    const csv = await readFile(await (await downloading).path(), 'utf8')
    expect(csv.split('\r\n')[0]).toContain(
      'name,phoneNumber,scheduledAt,account_id,rollcall_read_as,rollcall_rejection_reason',
    )
    expect(csv.trim().split('\r\n')).toHaveLength(1 + FAULTY + REPEATED)
    await page.setViewportSize({ width: 390, height: 844 })
    await expectNoSidewaysScroll(page)
    await page.getByRole('tab', { name: 'Batches' }).click()
    await page.getByRole('link', { name: 'Batch 1', exact: true }).click()
    // It is called as its file is.
    await expect(page).toHaveURL(/\/batches\//)
    await expect(page.getByRole('heading', { name: 'contacts.csv' })).toBeVisible()
    // And back to the import that it is a part of.
    await page.getByRole('link', { name: 'contacts.csv' }).click()
    await expect(page).toHaveURL(/\/imports\//)
    await expect(page.getByRole('heading', { name: 'contacts.csv' })).toBeVisible()
  })

  test('is cancelled before it is through, after being asked', async ({ page, tenant, sql }) => {
    await setCredits(tenant.actor, { credits: 3_470 })
    const wizard = await openOptions(page, tenant, largeFile(4))
    // Meanwhile somebody else takes credits: the second batch finds too few.
    await setCredits(tenant.actor, { credits: 3_470 })
    await page.route('**/api/trpc/imports.start*', async (route) => {
      await setCredits(tenant.actor, { credits: 1_500 })
      await route.continue()
    })
    await wizard.button('Enroll 3,470 contacts').click()
    await expect(page.getByText('Paused: too few credits')).toBeVisible({ timeout: ENROLLING_MS })
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Cancel import' }).click()
    const dialog = page.getByRole('dialog', { name: /^Cancel 2,\d{3} rows\?$/ })
    await expect(dialog).toContainText('accepted contacts stay enrolled')
    await dialog.getByRole('button', { name: /^Cancel 2/ }).click()
    await expect(page.getByText('Cancelled').first()).toBeVisible()
    const report = await reportOf(sql, tenant)
    expect(report).toMatchObject({
      status: 'cancelled',
      rows: ROWS,
      rejected: FAULTY + REPEATED,
      waiting: 0,
      batches: 1,
    })
    expect(Number(report?.accepted) + Number(report?.rejected) + Number(report?.leftOut)).toBe(ROWS)
    expect(report?.contacts).toBe(report?.accepted)
  })
})

test('staging can be discarded', async ({ page, tenant, sql }) => {
  const wizard = await openOptions(page, tenant, largeFile(5))
  // Also where tRPC sends it along with something else.
  await page.route(/imports\.stageChunk/, (route) => route.abort())
  await wizard.button('Enroll 3,470 contacts').click()
  await expect(page.getByText('No connection, trying again')).toBeVisible()
  // The button that was pressed is gone with the wizard.
  await expect(page.getByRole('heading', { level: 1, name: 'contacts.csv' })).toBeFocused()
  await page.goto('/imports', { waitUntil: 'commit' }).catch(() => {})
  await expect(page.getByText('Sending contacts.csv')).toBeVisible()
  await page.getByRole('link', { name: 'Open the import' }).click()
  await page.getByRole('button', { name: 'Discard' }).click()
  await page.getByRole('button', { name: 'Discard 3,500 rows' }).click()
  await expect(page.getByText('Cancelled').first()).toBeVisible()
  expect(await reportOf(sql, tenant)).toMatchObject({ status: 'cancelled', accepted: 0, leftOut: ROWS, waiting: 0 })
  await page.goto('/imports')
  await expect(page.getByText('Sending contacts.csv')).toHaveCount(0)
})
test.use({ expectedConsoleErrors: [/ERR_FAILED/] })

test('too few credits are said before, and the first are enrolled', async ({ page, tenant, sql }) => {
  await setCredits(tenant.actor, { credits: 4 })
  const wizard = await Wizard.open(page, tenant)
  // Whole chains: a has two, b two, c one.
  const lines = ['a', 'b', 'a', 'b', 'c', 'c'].map(
    (chain, n) => `Contact ${n},+1212300${1000 + n},${TOMORROW},${chain}`,
  )
  await wizard.upload(csvFile(`name,phoneNumber,scheduledAt,account_id\n${lines.join('\n')}\n`))
  await wizard.next('Map columns')
  await wizard.next('Review rows')
  await wizard.next('Set options')
  await page.getByRole('combobox', { name: 'Call one after the other, grouped by' }).click()
  await page.getByRole('option', { name: 'account_id' }).click()
  await expect(page.getByText('6 are needed and 4 are left this month.')).toBeVisible()
  await expect(wizard.button('Enroll 6 contacts')).toBeDisabled()
  await expectAccessible(page)
  await wizard.button('Enroll the first 4').click()
  await wizard.button('Enroll 4 contacts').click()
  await expect(page.getByRole('heading', { name: '4 contacts enrolled' })).toBeVisible()
  const stored = await sql('SELECT name FROM contacts WHERE organization_id = $1 ORDER BY index', [
    tenant.organizationId,
  ])
  expect(stored).toEqual([0, 1, 2, 3].map((n) => ({ name: `Contact ${n}` })))
})

test('a file that was enrolled before is asked about, with date and operator', async ({ page, tenant, sql }) => {
  const file = csvFile(`name,phoneNumber,scheduledAt\nAda,+12125550100,${TOMORROW}\n`)
  const upload = async () => {
    const wizard = await Wizard.open(page, tenant)
    await wizard.upload(file)
    await wizard.next('Map columns')
    await wizard.next('Review rows')
    await wizard.next('Set options')
    return wizard
  }
  await (await upload()).button('Enroll 1 contact').click()
  await expect(page.getByRole('heading', { name: '1 contact enrolled' })).toBeVisible()

  const wizard = await upload()
  await expect(page.getByText('This file was enrolled before')).toBeVisible()
  await wizard.button('Enroll 1 contact').click()
  const dialog = page.getByRole('dialog', { name: 'Enroll this file again?' })
  await expect(dialog).toContainText(`${new Date().getFullYear()}`)
  const [operator] = await sql<{ name: string }>(
    'SELECT users.name FROM users JOIN members ON members.user_id = users.id WHERE organization_id = $1',
    [tenant.organizationId],
  )
  await expect(dialog).toContainText(`by ${operator?.name}: 1 contact accepted`)
  await dialog.getByRole('button', { name: 'Back to the options' }).click()
  expect(await sql('SELECT FROM batches WHERE organization_id = $1', [tenant.organizationId])).toHaveLength(1)
  await wizard.button('Enroll 1 contact').click()
  await dialog.getByRole('button', { name: 'Enroll 1 contact again' }).click()
  await expect(page.getByRole('heading', { name: '1 contact enrolled' })).toBeVisible()
  expect(await sql('SELECT FROM batches WHERE organization_id = $1', [tenant.organizationId])).toHaveLength(2)
})

test('a list that another program has saved again is known all the same', async ({ page, tenant, sql }) => {
  const upload = async (name: string) => {
    const wizard = await Wizard.open(page, tenant)
    await wizard.upload(`e2e/fixtures/${name}`)
    await wizard.next('Map columns')
    await wizard.next('Review rows')
    await wizard.next('Set options')
    return wizard
  }
  await (await upload('68-reimport-first.csv')).button('Enroll 2 contacts').click()
  await expect(page.getByRole('heading', { name: '2 contacts enrolled' })).toBeVisible()
  // The same cells with the line ends of Windows: not the same bytes.
  const wizard = await upload('69-reimport-crlf.csv')
  await expect(page.getByText('This file was enrolled before')).toBeVisible()
  await wizard.button('Enroll 2 contacts').click()
  await expect(page.getByRole('dialog', { name: 'Enroll this file again?' })).toBeVisible()
  expect(await sql('SELECT FROM batches WHERE organization_id = $1', [tenant.organizationId])).toHaveLength(1)
})

test('imports: an empty list says what they are', async ({ page }) => {
  await page.goto('/agents')
  await page.getByRole('link', { name: 'Imports' }).click()
  await expect(page.getByRole('heading', { name: 'No imports yet' })).toBeVisible()
  await expectAccessible(page)
})
