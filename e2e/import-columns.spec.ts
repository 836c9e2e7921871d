import { csvFile, expect, expectAccessible, expectNoSidewaysScroll, test, Wizard } from './browser-test'

test('of two columns that look like phone numbers none is chosen', async ({ page, tenant }) => {
  const wizard = await Wizard.open(page, tenant)
  await wizard.upload(csvFile('Name,Alpha,Beta\nAda,+14155552671,+14155550191\nBo,+14155552672,+14155550192\n'))
  await wizard.next('Map columns')
  await expect(page.getByText('Two columns look like phone numbers: choose one')).toBeVisible()
  await expect(wizard.target('Alpha')).toHaveText('Leave out')
  await expect(wizard.button('Review rows')).toBeDisabled()
  await wizard.target('Beta').click()
  await page.getByRole('option', { name: 'Phone number' }).click()
  await expect(page.getByText('Two columns look like phone numbers')).toBeHidden()
  await expect(wizard.button('Review rows')).toBeEnabled()
})

test('reads numbers in the country of their row, and points out a column of countries that is left out', async ({
  page,
  tenant,
  sql,
}) => {
  const wizard = await Wizard.open(page, tenant)
  await wizard.upload(
    csvFile('Name,Phone,Country\nAda,55 1234 5678,Mexico\nBen,20 7946 0124,United Kingdom\nCyn,(415) 555-2671,USA\n'),
  )
  await wizard.next('Map columns')
  await expect(wizard.target('Country')).toHaveText('Country of the number')
  await expectAccessible(page)
  await wizard.target('Country').click()
  await page.getByRole('option', { name: 'Leave out' }).click()
  const told = page.getByText('“Country” says a country other than the United States in 2 rows')
  await expect(told).toBeVisible()
  await wizard.next('Review rows')
  await expect(told).toBeVisible()
  await wizard.button('Back').click()
  await wizard.button('Read numbers in it').click()
  await wizard.next('Review rows')
  await expect(wizard.counts).toContainText('3 of 3 will be enrolled')
  await wizard.next('Set options')
  await wizard.button('Enroll 3 contacts').click()
  await expect(page.getByRole('heading', { name: '3 contacts enrolled' })).toBeVisible()
  const stored = await sql<{ number: string }>(
    'SELECT phone_number AS number FROM contacts WHERE organization_id = $1 ORDER BY name',
    [tenant.organizationId],
  )
  expect(stored.map(({ number }) => number)).toEqual(['+525512345678', '+442079460124', '+14155552671'])
})

test('numbers are read in the default country that is chosen beside them', async ({ page, tenant, sql }) => {
  const wizard = await Wizard.open(page, tenant)
  await wizard.upload(csvFile('Name,Phone\nAda,55 1234 5678\nBen,55 1234 5679\n'))
  await wizard.next('Map columns')
  await page.getByRole('combobox', { name: 'Default country' }).click()
  await page.getByPlaceholder('Search countries').fill('Mexico')
  await page.getByRole('option', { name: 'Mexico' }).click()
  await expect(page.getByRole('complementary')).toContainText('Will call +52 55 1234 5678')
  await wizard.next('Review rows')
  await wizard.next('Set options')
  await expect(page.getByRole('combobox', { name: 'Default country' })).toContainText('Mexico')
  await wizard.button('Enroll 2 contacts').click()
  await expect(page.getByRole('heading', { name: '2 contacts enrolled' })).toBeVisible()
  const numbers = await sql('SELECT phone_number FROM contacts WHERE organization_id = $1 ORDER BY phone_number', [
    tenant.organizationId,
  ])
  expect(numbers).toEqual([{ phone_number: '+525512345678' }, { phone_number: '+525512345679' }])
})

test('who is not to be called is left out, said, and can be taken back in', async ({ page, tenant }) => {
  const wizard = await Wizard.open(page, tenant)
  await wizard.upload(
    csvFile('Name,Phone,Do Not Call\nAda,+14155552671,TRUE\nBen,+14155552672,FALSE\nCyn,+14155552673,\n'),
  )
  await wizard.next('Map columns')
  const question = page.getByRole('checkbox', { name: 'Leave out 1 row: “Do Not Call” says yes' })
  await expect(question).toBeChecked()
  await wizard.next('Review rows')
  await expect(wizard.counts).toContainText('2 of 3 will be enrolled · 1 left out')
  await expect(page.getByText('1 row is left out: the file says not to call')).toBeVisible()
  await wizard.button('Back').click()
  await question.uncheck()
  await wizard.next('Review rows')
  await expect(wizard.counts).toContainText('3 of 3 will be enrolled')
})

test('times that are all midnight are told, in the review too, until every row has one', async ({ page, tenant }) => {
  const wizard = await Wizard.open(page, tenant)
  const nextYear = new Date().getFullYear() + 1
  await wizard.upload(
    csvFile(
      `Name,Phone,Call At\nAda,+14155552671,${nextYear}-01-31 00:00\nBen,+14155552672,${nextYear}-02-28T00:00:00\n`,
    ),
  )
  await wizard.next('Map columns')
  const told = page.getByText('Every time in “Call At” is midnight')
  await expect(told).toBeVisible()
  await wizard.next('Review rows')
  await expect(told).toBeVisible()
  await expect(page.getByText('That is a date, and no time to call.')).toBeVisible()
  await expectAccessible(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await expect(told).toBeVisible()
  await expectNoSidewaysScroll(page)
  await page.setViewportSize({ width: 1280, height: 800 })
  await wizard.button('Find and replace').click()
  await page.getByRole('textbox', { name: 'Find', exact: true }).fill('00:00')
  await page.getByRole('textbox', { name: 'Replace with' }).fill('09:30')
  await wizard.button('Replace all').click()
  await expect(told).toBeHidden()
})

test('the order of dates is chosen for the column', async ({ page, tenant }) => {
  const wizard = await Wizard.open(page, tenant)
  await page.setViewportSize({ width: 390, height: 844 })
  await wizard.upload(csvFile('Name,Phone,Call At\nAda,+14155552671,3/4/2027 9:30 AM\n'))
  await wizard.next('Map columns')
  await expect(page.getByText('could be two dates')).toBeVisible()
  await expectNoSidewaysScroll(page)
  await page.getByRole('combobox', { name: 'Dates in “Call At” are written' }).click()
  await page.getByRole('option', { name: 'Month, day, year' }).click()
  await expect(page.getByText('could be two dates')).toBeHidden()
})
