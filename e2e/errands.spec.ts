import { readFile } from 'node:fs/promises'
import Papa from 'papaparse'
import { expect, expectAccessible, fromHome, test } from './browser-test'
import { enroll, enrollAllEnds, waitForBatch } from './console-api'

// What an operator comes for, each from Home and with the keyboard alone. README.md says where the others are.

test('those who did not answer yesterday are called again', async ({ page, tenant, sql }) => {
  await enrollAllEnds(tenant)
  const { organizationId } = tenant
  await sql(`UPDATE calls SET ended_at = ended_at - interval '1 day' WHERE organization_id = $1`, [organizationId])
  await fromHome(page, 'Contacts')
  await page.getByRole('button', { name: 'More filters' }).press('Enter')
  await page.getByRole('checkbox', { name: 'No answer' }).press('Space')
  const yesterday = await page.evaluate(() => {
    const day = new Date()
    day.setDate(day.getDate() - 1)
    return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, '0')).join('-')
  })
  await page.getByLabel('Last called from').fill(yesterday)
  await page.getByLabel('Last called until').fill(yesterday)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`calledFrom=${yesterday}`))
  const rows = page.getByRole('table', { name: 'Contacts', exact: true }).getByRole('row')
  await expect(rows).toHaveCount(3)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Call all of these again' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Call again' })
  await dialog.getByRole('button', { name: 'Call 2 contacts again' }).press('Enter')
  await expect(dialog).toContainText('2 contacts will be called again')
  expect(
    await sql(
      `SELECT contact.name FROM contacts contact JOIN contacts before ON before.id = contact.again_of
       WHERE contact.organization_id = $1 ORDER BY contact.index`,
      [organizationId],
    ),
  ).toEqual([{ name: 'Contact 4' }, { name: 'Contact 5' }])
})

test('the boss gets a CSV of who was reached today', async ({ page, tenant }) => {
  await enrollAllEnds(tenant)
  await fromHome(page, /^Goal reached/)
  await expect(page.getByRole('table', { name: 'Contacts', exact: true }).getByRole('row')).toHaveCount(2)
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).press('Enter')
  await page.getByRole('menuitem', { name: 'CSV' }).press('Enter')
  const download = await downloading
  expect(download.suggestedFilename()).toMatch(/^contacts-.*\.csv$/)
  const text = await readFile((await download.path()) ?? '', 'utf8')
  const { data } = Papa.parse<Record<string, string>>(text.slice(1), { header: true, skipEmptyLines: true })
  expect(data).toMatchObject([{ Name: 'Contact 0', Result: 'goal reached', Test: '' }])
})

test('somebody who was not reached is found by the number and called again from their page', async ({
  page,
  tenant,
  sql,
}) => {
  const batchId = await enroll(tenant, tenant.agents.alwaysOn, [
    { name: 'Ada Lovelace', phoneNumber: '+14155550005', account_id: 'acme' },
  ])
  await waitForBatch(tenant, batchId, ({ status }) => status === 'finished')
  await fromHome(page)
  await page.keyboard.press('ControlOrMeta+k')
  await expect(page.getByRole('combobox', { name: 'Search' })).toBeFocused()
  await page.keyboard.insertText('(415) 555-0005')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Ada Lovelace' })).toBeVisible()
  const again = page.getByRole('button', { name: 'Call again', exact: true })
  await again.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Call again' })
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Call 1 contact again' }).press('Enter')
  await expect(dialog).toContainText('1 contact will be called again')
  await dialog.getByRole('button', { name: 'Close' }).first().press('Enter')
  await expect(dialog).toBeHidden()
  await expect(page.getByText(/^2 sequences, /)).toBeVisible()
  expect(
    await sql('SELECT variables FROM contacts WHERE organization_id = $1 AND again_of IS NOT NULL', [
      tenant.organizationId,
    ]),
  ).toEqual([{ variables: { account_id: 'acme' } }])
})

test('an agent and an import lead to their contacts', async ({ page, tenant }) => {
  await enrollAllEnds(tenant)
  await fromHome(page, 'Agents', 'Always on', 'All contacts')
  await expect(page).toHaveURL(/\/sequences\?agent=agent\./)
  await expect(page.getByRole('table', { name: 'Contacts', exact: true }).getByRole('row')).toHaveCount(7)
  await fromHome(page, 'Agents', 'Office hours', 'All contacts')
  await expect(page.getByRole('heading', { name: 'No contact matches these filters' })).toBeVisible()
})
