import { csvFile, expect, expectAccessible, expectNoSidewaysScroll, test, Wizard } from './browser-test'

const FILE = csvFile(
  [
    'Name,Phone,Consent type,Consent date,Consent source',
    'Ada,+12125550101,Signed,01/11/2026,Shop',
    'Bo,+12125550102,implied,02/11/2026,Fair',
    'Cy,+12125550103,Opt-in,03/11/2026,',
    'Di,+12125550104,,,',
  ].join('\n'),
)

test('the consents of a file are matched, judged in their cells, kept, and asked for', async ({
  page,
  tenant,
  sql,
}) => {
  await sql(`UPDATE agents SET consent = '{"bases": ["express", "written"]}' WHERE organization_id = $1`, [
    tenant.organizationId,
  ])
  const wizard = await Wizard.open(page, tenant)
  await wizard.upload(FILE)
  await wizard.next('Map columns')
  await expect(wizard.target('Consent type')).toHaveText('Consent basis')
  await expect(wizard.target('Consent date')).toHaveText('Consent date')
  await expect(wizard.target('Consent source')).toHaveText('Consent source')
  await expect(page.getByText('“01/11/2026” and its like could be two dates.')).toBeVisible()
  await page.getByRole('combobox', { name: 'Dates in “Consent date” are written' }).click()
  await page.getByRole('option', { name: 'Day, month, year' }).click()
  await expectAccessible(page)
  await expectNoSidewaysScroll(page)

  await wizard.next('Review rows')
  // Bo, Cy, and Di, of whom the agent asks for a consent and who brings none.
  await expect(wizard.counts).toContainText('1 of 4 will be enrolled · 3 need attention')
  await page.getByRole('grid', { name: 'Rows of the file' }).focus()
  await page.keyboard.press('F8')
  await expect(page.getByText('Row 3, Consent basis')).toBeVisible()
  await expect(page.getByText('"implied" is no basis of a consent.').first()).toBeVisible()
  await page.keyboard.type('in writing')
  await page.keyboard.press('Enter')
  await expect(wizard.counts).toContainText('2 of 4 will be enrolled · 2 need')
  await page.keyboard.press('F8')
  await expect(page.getByText('Row 4, Consent source')).toBeVisible()
  await page.keyboard.type('Web form')
  await page.keyboard.press('Enter')
  await expect(wizard.counts).toContainText('3 of 4 will be enrolled · 1 needs attention')
  await page.keyboard.press('F8')
  await expect(page.getByText('Row 5, Phone number')).toBeVisible()
  await expect(page.getByText('and none is known. Send a consent of +12125550104').first()).toBeVisible()
  await expectAccessible(page)

  await wizard.next('Set options')
  await expect(page.getByText('No consent').first()).toBeVisible()
  await wizard.button('Enroll 3 contacts').click()
  await expect(page.getByRole('heading', { name: '3 contacts enrolled' })).toBeVisible()
  const kept = await sql<{ number: string; basis: string; day: string; source: string }>(
    `SELECT phone_number AS number, basis, to_char(at AT TIME ZONE 'America/New_York', 'YYYY-MM-DD HH24:MI') AS day, source
     FROM consents WHERE organization_id = $1 ORDER BY phone_number`,
    [tenant.organizationId],
  )
  expect(kept).toEqual([
    { number: '+12125550101', basis: 'written', day: '2026-11-01 00:00', source: 'Shop' },
    { number: '+12125550102', basis: 'written', day: '2026-11-02 00:00', source: 'Fair' },
    { number: '+12125550103', basis: 'express', day: '2026-11-03 00:00', source: 'Web form' },
  ])
})

test('a date alone is no consent: basis and source can be values for all rows', async ({ page, tenant, sql }) => {
  const wizard = await Wizard.open(page, tenant)
  await wizard.upload(csvFile('Name,Phone,Consent date\nAda,+12125550101,2026-11-01\nBo,+12125550102,2026-11-02\n'))
  await wizard.next('Map columns')
  await expect(wizard.target('Consent date')).toHaveText('Leave out')
  await wizard.target('Consent date').click()
  await page.getByRole('option', { name: 'Consent date' }).click()
  await expect(page.getByText('Still needed: Consent basis, Consent source')).toBeVisible()
  await expect(wizard.button('Review rows')).toBeDisabled()
  await page.getByRole('combobox', { name: 'Consent basis' }).click()
  await page.getByRole('option', { name: 'Express: said or clicked' }).click()
  await page.getByRole('textbox', { name: 'Consent source' }).fill('Form on example.com')
  await expectAccessible(page)
  await wizard.next('Review rows')
  await expect(wizard.counts).toContainText('2 of 2 will be enrolled')
  await wizard.next('Set options')
  await wizard.button('Enroll 2 contacts').click()
  await expect(page.getByRole('heading', { name: '2 contacts enrolled' })).toBeVisible()
  const kept = await sql<{ basis: string; source: string }>(
    'SELECT basis, source FROM consents WHERE organization_id = $1',
    [tenant.organizationId],
  )
  expect(kept).toEqual(Array(2).fill({ basis: 'express', source: 'Form on example.com' }))

  // The columns are known the next time, and nothing is said of the consent of other people.
  const next = await Wizard.open(page, tenant)
  await next.upload(csvFile('Name,Phone,Consent date\nCy,+12125550103,2026-11-03\n'))
  await next.next('Map columns')
  await expect(page.getByText('Mapped as last time.')).toBeVisible()
  await expect(next.target('Consent date')).toHaveText('Consent date')
  await expect(page.getByText('Still needed: Consent basis, Consent source')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Consent source' })).toHaveValue('')
})

test('the dates of calls and of consents are in one order, which is asked once', async ({ page, tenant }) => {
  const wizard = await Wizard.open(page, tenant)
  await wizard.upload(
    csvFile(
      'Name,Phone,Call At,Consent type,Consent date,Consent source\nAda,+12125550101,2027-03-04 09:30,Signed,01/11/2026,Shop\n',
    ),
  )
  await wizard.next('Map columns')
  // The times can be read as they are, and the dates of the consents cannot.
  await expect(page.getByText('“01/11/2026” and its like could be two dates.')).toBeVisible()
  await page.getByRole('combobox', { name: 'Dates in “Call At” and “Consent date” are written' }).click()
  await page.getByRole('option', { name: 'Day, month, year' }).click()
  await expect(page.getByText('and its like could be two dates')).toBeHidden()
  await expect(page.getByText('Each row is called at the time in “Call At”')).toBeVisible()
  await expectAccessible(page)
  await wizard.next('Review rows')
  await expect(page.getByRole('gridcell', { name: '2026-11-01' })).toBeVisible()
})
