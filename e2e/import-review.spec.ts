import type { Page } from '@playwright/test'
import { contactFile } from '../bench/contact-file'
import { csvFile, expect, expectAccessible, expectNoSidewaysScroll, test, Wizard } from './browser-test'

const FILE = csvFile(
  [
    'name,phoneNumber,timezone,account_id',
    'Ada Lovelace,n/a,,a-1',
    'Bo Dahl,+12125550101,Eastern Time,a-1',
    'Cy Ames,+12125550102,,a-2',
    'Di Moss,+12125550102,,a-2',
    'Ed Frost,1.55512E+10,Eastern Time,a-3',
    'Flo Ito,4915112345678,,A-3',
    'Gus Kahn,+12125550106,,a-1',
  ].join('\n'),
)

async function openReview(page: Page, tenant: Parameters<typeof Wizard.open>[1]): Promise<Wizard> {
  const wizard = await Wizard.open(page, tenant)
  await wizard.upload(FILE)
  await wizard.next('Map columns')
  await wizard.next('Review rows')
  await expect(wizard.counts).toContainText('2 of 7 will be enrolled · 5 need attention')
  return wizard
}

const grid = (page: Page) => page.getByRole('grid', { name: 'Rows of the file' })

test('the keys of a spreadsheet edit, leave out, undo and find the next fault', async ({ page, tenant }) => {
  const wizard = await openReview(page, tenant)
  await grid(page).focus()
  await page.keyboard.press('F8')
  await expect(page.getByText('Row 2, Phone number')).toBeVisible()

  // Typing starts over, Tab goes on to the right, Escape keeps what was there.
  await page.keyboard.type('+1 212 555 0199')
  await page.keyboard.press('Tab')
  await expect(wizard.counts).toContainText('3 of 7 will be enrolled · 4 need attention')
  await expect(page.getByText('Row 2, Timezone')).toBeVisible()
  await page.keyboard.type('nowhere')
  await page.keyboard.press('Escape')
  await expect(grid(page)).toBeFocused()
  await expect(wizard.counts).toContainText('3 of 7')

  await page.keyboard.press('Control+End')
  await expect(page.getByText('Row 8, account_id')).toBeVisible()
  await page.keyboard.press('Space')
  await expect(wizard.counts).toContainText('2 of 7 will be enrolled · 4 need attention · 1 left out')
  await page.keyboard.press('Control+z')
  await expect(wizard.counts).toContainText('3 of 7')
  await page.keyboard.press('Control+z')
  await expect(wizard.counts).toContainText('2 of 7 will be enrolled · 5 need attention')
  await page.keyboard.press('Control+Shift+z')
  await expect(wizard.counts).toContainText('3 of 7')
  await page.keyboard.press('Control+y')
  await expect(wizard.counts).toContainText('2 of 7 will be enrolled · 4 need attention · 1 left out')
  await page.keyboard.press('Control+y')
  await expect(wizard.counts).toContainText('1 left out')

  // F2 edits what is there; Enter goes down; Delete empties.
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('F2')
  await page.keyboard.press('End')
  await page.keyboard.type(' King')
  await page.keyboard.press('Enter')
  await expect(wizard.cell('Ada Lovelace King')).toBeVisible()
  await expect(page.getByText('Row 3, Name')).toBeVisible()
  await page.keyboard.press('Delete')
  await expect(page.getByText('The name is missing. Add it.').first()).toBeVisible()
})

/** The clipboard, as another program reads it. */
const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText())
/** What another program has put on the clipboard. */
const fillClipboard = (page: Page, text: string) =>
  page.evaluate((copied) => navigator.clipboard.writeText(copied), text)

/** A cell by its place: row 1 is the first below the header, column 1 the first after the gutter. */
const cellAt = (page: Page, row: number, column: number) =>
  page.locator(`[role=row][aria-rowindex="${row + 1}"] [role=gridcell][data-column="${column}"]`)

const selectedCells = (page: Page) => page.locator('[role=gridcell][aria-selected=true]')

test.describe('with the clipboard', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

  test('ranges are copied, cut and pasted as in a spreadsheet, each paste one step', async ({ page, tenant }) => {
    const wizard = await openReview(page, tenant)
    const status = page.getByRole('status')
    await grid(page).focus()
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Shift+ArrowRight')
    await expect(status.filter({ hasText: '4 cells selected: 2 rows, 2 columns' })).toBeVisible()
    await expect(selectedCells(page)).toHaveCount(4)
    await page.keyboard.press('Control+c')
    await expect(status.filter({ hasText: 'Copied 4 cells' })).toBeVisible()
    expect(await clipboard(page)).toBe('Ada Lovelace\tn/a\r\nBo Dahl\t+12125550101')

    // A copy from Excel: cells with a line end and with quotation marks, and a line end after the last row.
    await fillClipboard(page, '"Ada ""Countess""\r\nLovelace"\t+12125550150\r\nBea Dahl\t+12125550151\r\n')
    await page.keyboard.press('Control+Home')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Control+v')
    await expect(status.filter({ hasText: 'Pasted 4 cells' })).toBeVisible()
    await expect(cellAt(page, 1, 1)).toContainText(/Ada "Countess"\s+Lovelace/)
    await expect(cellAt(page, 2, 2)).toContainText('+12125550151')
    await expect(selectedCells(page)).toHaveCount(4)
    await expect(wizard.counts).toContainText('3 of 7 will be enrolled')
    await page.keyboard.press('Control+z')
    await expect(wizard.counts).toContainText('2 of 7 will be enrolled')
    await expect(cellAt(page, 1, 1)).toContainText('Ada Lovelace')
    await expect(cellAt(page, 2, 1)).toContainText('Bo Dahl')

    // One value fills a column; cutting empties; Delete empties a range.
    await fillClipboard(page, 'Europe/Berlin')
    await cellAt(page, 1, 3).click()
    await page.keyboard.press('Control+Space')
    await page.keyboard.press('Control+v')
    await expect(status.filter({ hasText: 'Pasted 7 cells' })).toBeVisible()
    await expect(wizard.cell('Europe/Berlin')).toHaveCount(7)
    await page.keyboard.press('Control+x')
    await expect(status.filter({ hasText: 'Cut 7 cells' })).toBeVisible()
    await expect(wizard.cell('Europe/Berlin')).toHaveCount(0)
    expect(await clipboard(page)).toBe(Array(7).fill('Europe/Berlin').join('\r\n'))
    await page.keyboard.press('Control+z')
    await expect(wizard.cell('Europe/Berlin')).toHaveCount(7)
    await page.keyboard.press('Delete')
    await expect(wizard.cell('Europe/Berlin')).toHaveCount(0)

    // What does not fit is said.
    await fillClipboard(page, 'x\ty\r\nz\ty')
    await page.keyboard.press('Control+End')
    await page.keyboard.press('Control+v')
    await expect(page.getByText('1 row and 1 column did not fit and were not pasted')).toBeVisible()
    await expect(cellAt(page, 7, 4)).toContainText('x')
  })

  test('the mouse selects by dragging and with Shift, and rows by the gutter', async ({ page, tenant }) => {
    const wizard = await openReview(page, tenant)
    await expect(grid(page)).toHaveAttribute('aria-multiselectable', 'true')
    await cellAt(page, 2, 1).hover()
    await page.mouse.down()
    await cellAt(page, 4, 2).hover()
    await page.mouse.up()
    await expect(selectedCells(page)).toHaveCount(6)
    await expectAccessible(page)
    await page.keyboard.press('Control+c')
    await expect(page.getByText('Copied 6 cells')).toBeVisible()
    expect(await clipboard(page)).toBe('Bo Dahl\t+12125550101\r\nCy Ames\t+12125550102\r\nDi Moss\t+12125550102')
    await cellAt(page, 3, 4).click({ modifiers: ['Shift'] })
    await expect(selectedCells(page)).toHaveCount(8)
    await page.keyboard.press('Escape')
    await expect(selectedCells(page)).toHaveCount(1)

    // What stands beside a number belongs to it, and what stands behind that is pressed as itself.
    await page.locator('[role=row][aria-rowindex="3"] [data-beside]').click()
    await expect(page.getByText('Row 3, Phone number')).toBeVisible()
    await cellAt(page, 2, 3).click()
    await expect(page.getByText('Row 3, Timezone')).toBeVisible()

    // A click on the current cell edits it, and one elsewhere keeps what was typed.
    await cellAt(page, 2, 1).click()
    await expect(page.getByText('Row 3, Name')).toBeVisible()
    await cellAt(page, 2, 1).click()
    await page.keyboard.press('End')
    await page.keyboard.type(' Jr')
    await cellAt(page, 5, 1).click()
    await expect(cellAt(page, 2, 1)).toContainText('Bo Dahl Jr')
    await expect(grid(page)).toBeFocused()

    await page.getByRole('gridcell', { name: 'Enroll row 2' }).getByText('2', { exact: true }).hover()
    await page.mouse.down()
    await cellAt(page, 3, 1).hover()
    await page.mouse.up()
    await expect(page.getByText('12 cells selected: 3 rows, 4 columns')).toBeVisible()
    await page.keyboard.press('Space')
    await expect(wizard.counts).toContainText('3 left out')
    await page.keyboard.press('Control+a')
    await expect(page.getByText('28 cells selected: 7 rows, 4 columns')).toBeVisible()
  })
})

test('the grid says to a screen reader where it is and what is wrong', async ({ page, tenant }) => {
  await openReview(page, tenant)
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '8')
  await expect(grid(page)).toHaveAttribute('aria-colcount', '6')
  await grid(page).focus()
  await page.keyboard.press('F8')
  await expect(page.getByText('Row 2, Phone number')).toBeVisible()
  const active = await grid(page).getAttribute('aria-activedescendant')
  const cell = page.locator(`[id="${active}"]`)
  await expect(cell).toHaveAttribute('aria-colindex', '3')
  await expect(cell).toHaveAttribute('aria-invalid', 'true')
  await expect(cell).toHaveAccessibleDescription(/"n\/a" is not a possible phone number/)
  await expect(page.getByRole('row').filter({ has: cell })).toHaveAttribute('aria-rowindex', '2')
  await cell.hover()
  await expect(page.getByRole('tooltip')).toContainText('"n/a" is not a possible phone number')
})

test('faults are filtered and fixed in bulk, and each fix is taken back by one undo', async ({ page, tenant }) => {
  const wizard = await openReview(page, tenant)
  await wizard.button('Use America/New_York').click()
  await expect(wizard.counts).toContainText('3 of 7 will be enrolled · 4 need attention')
  await wizard.button('Germany · put the + back').click()
  await expect(wizard.counts).toContainText('4 of 7 will be enrolled · 3 need attention')
  await expect(page.getByText('Excel has cut 1 phone number short (1.55512E+10)')).toBeVisible()

  await page.getByRole('combobox', { name: 'Fault' }).click()
  await page.getByRole('option', { name: 'Phone number not possible' }).click()
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '3')
  await wizard.button('Set a value').click()
  const dialog = page.getByRole('dialog', { name: 'Set a value in 2 rows' })
  await expect(dialog.getByRole('combobox', { name: 'Column' })).toHaveText('Phone number')
  await dialog.getByRole('textbox', { name: 'Value' }).fill('+12125550150')
  await page.keyboard.press('Enter')
  await expect(wizard.counts).toContainText('5 of 7 will be enrolled · 2 need attention')
  await wizard.button('Duplicates 2').click()
  await expect(wizard.cell('Row 2 has the same number')).toBeVisible()
  await wizard
    .button(/^Undo$/)
    .first()
    .click()
  await expect(wizard.counts).toContainText('4 of 7 will be enrolled · 3 need attention')
  await wizard.button(/^Redo$/).click()
  await expect(wizard.counts).toContainText('5 of 7 will be enrolled · 2 need attention')
})

test('text is found and replaced', async ({ page, tenant }) => {
  const wizard = await openReview(page, tenant)
  await grid(page).focus()
  await page.keyboard.press('Control+f')
  const panel = page.getByRole('search', { name: 'Find and replace' })
  await expect(panel.getByRole('textbox', { name: 'Find' })).toBeFocused()
  await page.keyboard.type('a-3')
  await expect(panel.getByRole('status')).toHaveText('2 cells in 2 rows')
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '3')
  await panel.getByRole('checkbox', { name: 'Match case' }).click()
  await expect(panel.getByRole('status')).toHaveText('1 cell in 1 row')
  await panel.getByRole('textbox', { name: 'Replace with' }).fill('b-9')
  await wizard.button('Replace all').click()
  await expect(panel.getByRole('status')).toHaveText('Not found')
  await panel.getByRole('textbox', { name: 'Find' }).press('Escape')
  await expect(panel).toBeHidden()
  await expect(wizard.cell('b-9')).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`review and options have no grave fault in ${colorScheme}`, async ({ page, tenant }) => {
    await page.emulateMedia({ colorScheme })
    const wizard = await openReview(page, tenant)
    await grid(page).focus()
    await page.keyboard.press('F8')
    await page.keyboard.press('Control+f')
    await expectAccessible(page)
    await wizard.button('Close find and replace').click()
    await wizard.button('Need attention 5').click()
    await wizard.button('Set a value').click()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await wizard.next('Set options')
    await page.getByRole('combobox', { name: 'Call one after the other, grouped by' }).click()
    await page.getByRole('option', { name: 'account_id' }).click()
    await expect(page.getByText(/2 chains; the largest has 1 contact/)).toBeVisible()
    await expectAccessible(page)
  })
}

test('what is opened over the rows gives the focus back when Escape closes it', async ({ page, tenant }) => {
  const wizard = await openReview(page, tenant)
  await wizard.button(/^Need attention/).click()
  for (const [name, opened] of [
    ['Keyboard shortcuts', page.getByRole('dialog')],
    // Its field takes the focus before the dialog itself could.
    ['Set a value', page.getByRole('dialog')],
    ['Find and replace', page.getByRole('search')],
  ] as const) {
    await wizard.button(name).press('Enter')
    await expect(opened).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(opened).toHaveCount(0)
    await expect(wizard.button(name)).toBeFocused()
  }
  await page.getByRole('grid').focus()
  await page.keyboard.press('Control+f')
  await expect(page.getByRole('textbox', { name: 'Find', exact: true })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('grid')).toBeFocused()
})

test('on a phone rows are read, filtered, mended and left out', async ({ page, tenant }) => {
  await page.setViewportSize({ width: 390, height: 800 })
  const wizard = await openReview(page, tenant)
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  await page.getByRole('button', { name: /Ada Lovelace/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Row 2' })
  await expect(dialog).toContainText('"n/a" is not a possible phone number')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Leave this row out' }).click()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(wizard.counts).toContainText('2 of 7 will be enrolled · 4 need attention · 1 left out')
  // A row that is mended leaves the filter, and stays open.
  await wizard.button('Need attention 4').click()
  await page.getByRole('button', { name: /Ed Frost/ }).click()
  const mended = page.getByRole('dialog', { name: 'Row 6' })
  await mended.getByRole('textbox', { name: 'Timezone' }).fill('America/New_York')
  await mended.getByRole('textbox', { name: 'Phone number' }).fill('+12125550150')
  await page.keyboard.press('Enter')
  await expect(wizard.counts).toContainText('3 of 7 will be enrolled · 3 need attention · 1 left out')
  await expect(mended.getByRole('textbox', { name: 'Name' })).toHaveValue('Ed Frost')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: /Ed Frost/ })).toBeHidden()
  // A number that is written as it is read stands once.
  await wizard.button('All 7').click()
  const card = page.getByRole('button', { name: /Ed Frost/ })
  await expect(card).toContainText('Will call+1 212 555 0150 · United States')
  await expect(card).not.toContainText('+12125550150')
  await wizard.next('Set options')
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
})

test('a chain that no batch can hold is refused by its name', async ({ page, tenant }) => {
  const wizard = await Wizard.open(page, tenant)
  const lines = Array.from({ length: 1_001 }, (_, n) => `Ada,+1212555${String(n).padStart(4, '0')},Acme`)
  await wizard.upload(csvFile(['name,phoneNumber,account_id', ...lines].join('\n')))
  await wizard.next('Map columns')
  await wizard.next('Review rows')
  await wizard.next('Set options')
  await page.getByRole('combobox', { name: 'Call one after the other, grouped by' }).click()
  await page.getByRole('option', { name: 'account_id' }).click()
  await expect(page.getByText('“Acme” has 1,001')).toBeVisible()
  await expect(wizard.button(/^Enroll/)).toBeDisabled()
})

test('100,000 rows are all counted, and the page answers while they are', async ({ page, tenant }) => {
  test.slow()
  const { csv, planted } = contactFile(100_000)
  const wizard = await Wizard.open(page, tenant)
  await wizard.upload(csvFile(csv))
  await expect(page.getByText('100,000 rows · 10 columns')).toBeVisible({ timeout: 60_000 })
  await wizard.next('Map columns')
  await wizard.next('Review rows')
  // Rows are there before their verdicts.
  await expect(page.getByRole('gridcell').first()).toBeVisible()
  await grid(page).focus()
  await page.keyboard.press('Control+End')
  await expect(page.getByText(/^Row 1\d\d,\d{3}, /)).toBeVisible()
  // What is typed goes into the current cell, however far it was scrolled away.
  await grid(page).evaluate((element) => element.scrollTo({ top: 0 }))
  await expect(cellAt(page, 1, 1)).toBeVisible()
  await page.keyboard.type('acct')
  await expect(page.getByRole('textbox', { name: /^account_id, row 1\d{5}$/ })).toHaveValue('acct')
  await page.keyboard.press('Escape')
  const faults = Object.values(planted).reduce((sum, rows) => sum + rows, 0)
  const valid = (100_000 - faults).toLocaleString('en-US')
  await expect(wizard.counts).toContainText(
    `${valid} of 100,000 will be enrolled · ${faults.toLocaleString('en-US')} need attention`,
    { timeout: 60_000 },
  )
  await wizard.button(`Duplicates ${planted.duplicates.toLocaleString('en-US')}`).click()
  await expect(grid(page)).toHaveAttribute('aria-rowcount', String(planted.duplicates + 1))
})

test.describe('what has happened to cells', () => {
  const openFile = async (page: Page, tenant: Parameters<typeof Wizard.open>[1], lines: readonly string[]) => {
    const wizard = await Wizard.open(page, tenant)
    await wizard.upload(csvFile(['Name,Phone,account_id', ...lines].join('\n')))
    await wizard.next('Map columns')
    await wizard.next('Review rows')
    await expect(wizard.counts).toContainText('will be enrolled')
    return wizard
  }
  const fixes = (page: Page) => page.getByRole('region', { name: 'Suggested fixes' })

  test('who says not to be called is left out, and only labels are taken off in bulk', async ({ page, tenant }) => {
    const wizard = await openFile(page, tenant, [
      'Ada Ott,p:+14155552671,a',
      'Ben Ulm,415-555-2672 do not call,b',
      'Cyn Rau,415-555-2673 (DNC),c',
      'Dov Lau,415-555-2674 wrong number,d',
      'Eva Nun,415-555-2676 fax,e',
    ])
    await expect(wizard.counts).toContainText('0 of 5 will be enrolled · 3 need attention · 2 left out')
    await expect(fixes(page)).toContainText('2 rows say not to call, and are left out')
    await expect(fixes(page)).toContainText('2 phone numbers came with words that may matter')
    await wizard.button('Keep the number').click()
    await expect(wizard.counts).toContainText('1 of 5 will be enrolled · 2 need attention · 2 left out')
    await expect(wizard.cell('It says “wrong number” beside the number')).toBeVisible()

    await wizard.button('Left out 2').click()
    await grid(page).focus()
    await expect(page.getByText('Left out: it says “do not call”.')).toBeVisible()
    await expectAccessible(page)
    await wizard.button('All 5').click()
    await wizard.button('Take back in').click()
    await expect(wizard.counts).toContainText('1 of 5 will be enrolled · 4 need attention')
    await expect(fixes(page)).toContainText('2 rows say not to call (415-555-2672 do not call)')
    await wizard.button('Leave them out').click()
    await expect(wizard.counts).toContainText('1 of 5 will be enrolled · 2 need attention · 2 left out')
    await wizard
      .button(/^Undo$/)
      .first()
      .click()
    await expect(wizard.counts).toContainText('1 of 5 will be enrolled · 4 need attention')
  })

  test('a lost + is put back by country, and never where a digit too many is as likely', async ({ page, tenant }) => {
    const wizard = await openFile(page, tenant, [
      'Ada Ott,+14155552671,a',
      'Ben Ulm,41555526711,b',
      'Cyn Rau,84951234567,c',
      'Dov Lau,4915112345678,d',
      'Eva Nun,447400123456,e',
    ])
    await expect(wizard.button(/put the \+ back/)).toHaveText([
      'Germany · put the + back',
      'United Kingdom · put the + back',
    ])
    await expect(fixes(page)).toContainText('4915112345678 → +49 1511 2345678')
    await wizard.button('Germany · put the + back').click()
    await expect(wizard.counts).toContainText('2 of 5 will be enrolled · 3 need attention')
    // One by one it is offered all the same, by the name of the country.
    await wizard.cell('41555526711').click()
    await wizard.button('Switzerland: +41 55 552 67 11').click()
    await expect(wizard.counts).toContainText('3 of 5 will be enrolled · 2 need attention')
    await expectAccessible(page)
  })

  test('digits that are numbers of two countries become those of the one that is chosen', async ({ page, tenant }) => {
    const wizard = await openFile(page, tenant, [
      'Ada Ott,4534412345,a',
      'Ben Ulm,4534412346,b',
      'Cyn Rau,+14155552671,c',
    ])
    await expect(wizard.counts).toContainText('1 of 3 will be enrolled · 2 need attention')
    await expect(fixes(page)).toContainText('2 phone numbers can be read in more than one way')
    await expect(fixes(page)).toContainText('4534412345 → +45 34 41 23 45')
    await expect(fixes(page)).toContainText('4534412345 → +1 453 441 2345')
    await wizard.cell('4534412346').click()
    await wizard.button('United States: +1 453 441 2346').click()
    await expect(wizard.counts).toContainText('2 of 3 will be enrolled · 1 needs attention')
    await wizard.button('Denmark · write 1 number as +45').click()
    await expect(wizard.counts).toContainText('3 of 3 will be enrolled')
    await expect(wizard.cell('+4534412345')).toBeVisible()
  })

  test('numbers that could be of another country stay accepted, and are written as such by one press', async ({
    page,
    tenant,
  }) => {
    const wizard = await openFile(page, tenant, [
      'Ada Ott,5016221234,a',
      'Ben Ulm,(501) 622-1235,b',
      'Cyn Rau,+14155552671,c',
    ])
    await expect(wizard.counts).toContainText('3 of 3 will be enrolled')
    await expect(fixes(page)).toContainText('2 phone numbers will be called as they are read')
    await expect(fixes(page)).toContainText('5016221234 → +501 622 1234')
    await expectAccessible(page)
    await wizard.button('Belize · write 2 numbers as +501').click()
    await expect(wizard.counts).toContainText('3 of 3 will be enrolled')
    await expect(fixes(page)).toBeHidden()
    await expect(wizard.cell('+5016221235')).toBeVisible()
    await page.getByLabel('Undo').click()
    await expect(fixes(page)).toContainText('2 phone numbers will be called as they are read')
  })

  test('two numbers, decimals, old prefixes and the words of programs are mended in bulk', async ({ page, tenant }) => {
    const wizard = await openFile(page, tenant, [
      'Ada Ott,415-555-2671 or 415-555-2681,a',
      'Ben Ulm,+52 1 55 1234 5678,b',
      'NULL,+14155552674,c',
      'O&#39;Neil &amp; Sons,+14155552675,undefined',
      'Ada \\"Ace\\" Ott,+14155552676,f',
    ])
    await expect(wizard.counts).toContainText('3 of 5 will be enrolled · 2 need attention')
    await wizard.button(/more suggestion/).click()
    await wizard.button('Use the second').click()
    await expect(wizard.cell('415-555-2681')).toBeVisible()
    await wizard.button('Mexico · drop the 1').click()
    await expect(wizard.counts).toContainText('5 of 5 will be enrolled')
    await wizard.button('Write the characters').click()
    await expect(wizard.cell("O'Neil & Sons")).toBeVisible()
    await wizard.button('Drop the backslashes').click()
    await expect(wizard.cell('Ada "Ace" Ott')).toBeVisible()
    await wizard.button('Empty them').click()
    await expect(wizard.counts).toContainText('4 of 5 will be enrolled · 1 needs attention')
    await expect(fixes(page)).toBeHidden()
  })

  test('numbers that end in zeros are warned of beside those that were cut, and stay accepted', async ({
    page,
    tenant,
  }) => {
    const wizard = await openFile(page, tenant, [
      'Ada Ott,14155600000,a',
      'Ben Ulm,14155552671,b',
      'Cyn Rau,1.41559E+10,c',
    ])
    await expect(wizard.counts).toContainText('2 of 3 will be enrolled · 1 needs attention')
    await expect(fixes(page)).toContainText('A spreadsheet may have cut 1 phone number short (14155600000)')
    await expect(wizard.button('Warnings 1')).toBeVisible()
  })

  test('cells are emptied on purpose only', async ({ page, tenant }) => {
    const wizard = await openFile(page, tenant, ['Ada Ott,n/a,a', 'Ben Ulm,n/a,b'])
    await wizard.button('Need attention 2').click()
    await wizard.button('Set a value').click()
    const dialog = page.getByRole('dialog', { name: 'Set a value in 2 rows' })
    await expect(dialog.getByRole('button', { name: 'Set 2 cells' })).toBeDisabled()
    await dialog.getByRole('textbox', { name: 'Value' }).press('Enter')
    await expect(dialog).toBeVisible()
    await dialog.getByRole('button', { name: 'Empty 2 cells' }).click()
    await expect(page.getByText('2 cells of phone number emptied')).toBeVisible()
    await expect(wizard.cell('The phone number is missing. Add it.')).toHaveCount(2)
  })

  test('on a phone an opened row offers each way to mend a number', async ({ page, tenant }) => {
    await page.setViewportSize({ width: 390, height: 800 })
    const wizard = await openFile(page, tenant, ['Ada Ott,415-555-2671 / 415-555-2672,a', 'Ben Ulm,DNC 415-555-2673,b'])
    await expect(wizard.counts).toContainText('1 needs attention · 1 left out')
    await expectNoSidewaysScroll(page)
    await expect(page.getByRole('button', { name: /Ben Ulm/ })).toContainText('Left out: it says “DNC”.')
    await page.getByRole('button', { name: /Ada Ott/ }).click()
    const dialog = page.getByRole('dialog', { name: 'Row 2' })
    await expect(dialog).toContainText('There are two numbers in it')
    await expectAccessible(page)
    await dialog.getByRole('button', { name: 'Use 415-555-2672' }).click()
    await expect(dialog.getByRole('textbox', { name: 'Phone number' })).toHaveValue('415-555-2672')
    await expect(wizard.counts).toContainText('1 of 2 will be enrolled')
  })
})

for (const height of [720, 512, 360]) {
  test(`ten rows are seen in a window of 640 × ${height} px, as at a zoom of 200 %`, async ({ page, tenant }) => {
    await page.setViewportSize({ width: 1280, height: 800 })
    const wizard = await Wizard.open(page, tenant)
    const lines = Array.from({ length: 40 }, (_, n) => `Person ${n},+1${2125550000 + n}`)
    await wizard.upload(csvFile(`name,phoneNumber\n${lines.join('\n')}\n`))
    await wizard.next('Map columns')
    await wizard.next('Review rows')
    await expect(wizard.counts).toContainText('40 of 40 will be enrolled')
    // The zoom is changed while the rows are on the screen.
    await page.setViewportSize({ width: 640, height })
    await grid(page).focus()
    // Each row begins where the one before it ends, or a row lies over another.
    await expect
      .poll(() =>
        grid(page).evaluate((element) => {
          const rows = [...element.querySelectorAll('[role="row"]')].map((row) => row.getBoundingClientRect())
          return rows.slice(2).every((row, at) => Math.abs(row.top - (rows[at + 1]?.bottom ?? 0)) < 1)
        }),
      )
      .toBe(true)
    // Below the header of the grid, and within the window.
    const seen = () =>
      grid(page).evaluate((element) => {
        const [header, ...rows] = [...element.querySelectorAll('[role="row"]')].map((row) =>
          row.getBoundingClientRect(),
        )
        const top = header?.bottom ?? 0
        const bottom = Math.min(window.innerHeight, element.getBoundingClientRect().top + element.clientHeight)
        return rows.filter((row) => row.top >= top - 1 && row.bottom <= bottom + 1).length
      })
    await expect.poll(seen).toBeGreaterThanOrEqual(10)
    await page.keyboard.press('Control+End')
    await expect(page.getByText('Row 41, Phone number')).toBeVisible()
    await page.keyboard.press('Control+Home')
    await expect.poll(seen).toBeGreaterThanOrEqual(10)
    await expectAccessible(page)
  })
}
