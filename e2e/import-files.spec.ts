import { readFile } from 'node:fs/promises'
import { contactFile } from '../bench/contact-file'
import { csvFile, dropFiles, expect, expectAccessible, expectNoSidewaysScroll, test, Wizard } from './browser-test'

const fixture = (name: string) => `e2e/fixtures/${name}`

test.describe('files', () => {
  test('a workbook asks for its sheet, and its cells are what Excel shows', async ({ page, tenant }) => {
    const wizard = await Wizard.open(page, tenant)
    await wizard.upload(fixture('two-sheets.xlsx'))
    const sheet = page.getByRole('combobox', { name: 'Sheet' })
    await expect(sheet).toHaveText('Contacts')
    await expect(page.getByText('The sheet “Contacts” is open')).toBeVisible()
    await expect(page.getByText('2 other sheets are in this workbook: Read me, Archive (hidden).')).toBeVisible()
    await expectAccessible(page)
    await sheet.press('Enter')
    await page.getByRole('option', { name: 'Read me' }).press('Enter')
    await expect(sheet).toHaveText('Read me')
    await sheet.press('Enter')
    await expect(page.getByRole('option', { name: 'Archive (hidden)' })).toBeVisible()
    await page.getByRole('option', { name: 'Contacts' }).press('Enter')
    await expect(
      page.getByText('4 rows · 8 columns · 2 blank lines skipped · 1 line above the header skipped'),
    ).toBeVisible()
    for (const shown of ['2027-03-01 09:30', '2019-05-17', '(415) 555-0101', '015112345678', 'PRO']) {
      await expect(page.getByRole('cell', { name: shown, exact: true })).toBeVisible()
    }
    await wizard.next('Map columns')
    await expect(wizard.target('Call at')).toHaveText('Scheduled at')
    await expect(wizard.target('E-mail')).toHaveText('Email')
    await wizard.next('Review rows')
    await expect(wizard.counts).toContainText('3 of 4 will be enrolled · 1 needs attention')
  })

  for (const [name, rows, encoding, delimiter] of [
    ['chains.csv', '200 rows · 3 columns', 'UTF-8', 'Comma'],
    ['every-country.csv', '245 rows · 5 columns', 'UTF-8', 'Comma'],
    ['excel-german.csv', '300 rows · 6 columns', 'Windows-1252', 'Semicolon'],
    ['excel-unicode-text.txt', '120 rows · 4 columns', 'UTF-16 LE', 'Tab'],
  ] as const) {
    test(`${name} is read as it is, and maps itself`, async ({ page, tenant }) => {
      const wizard = await Wizard.open(page, tenant)
      await wizard.upload(fixture(name))
      await expect(page.getByText(rows)).toBeVisible()
      await expect(page.getByRole('combobox', { name: 'Encoding' })).toHaveText(encoding)
      await expect(page.getByRole('combobox', { name: 'Delimiter' })).toHaveText(delimiter)
      await wizard.next('Map columns')
      await expect(page.getByText('Still needed')).toBeHidden()
      await expect(wizard.button('Review rows')).toBeEnabled()
    })
  }

  test('what was detected can be changed, and the preview follows', async ({ page, tenant }) => {
    const wizard = await Wizard.open(page, tenant)
    await wizard.upload(fixture('excel-german.csv'))
    const encoding = page.getByRole('combobox', { name: 'Encoding' })
    await encoding.click()
    await page.getByRole('option', { name: 'UTF-8' }).click()
    await expect(page.getByRole('cell', { name: 'Laur\ufffdn' })).toBeVisible()
    await encoding.click()
    await page.getByRole('option', { name: 'Windows-1252' }).click()
    await expect(page.getByRole('cell', { name: 'Laurén' })).toBeVisible()
    await page.getByRole('combobox', { name: 'Header row' }).click()
    await page.getByRole('option', { name: 'The file has none' }).click()
    await expect(page.getByText('301 rows · 6 columns')).toBeVisible()
  })

  test('no row is lost to quotation marks that do not pair, and the lines are named', async ({ page, tenant }) => {
    const wizard = await Wizard.open(page, tenant)
    await wizard.upload(fixture('65-stray-quote-closed-later.csv'))
    await expect(page.getByText('5 rows · 3 columns')).toBeVisible()
    await expect(page.getByText('Quotation marks in 1 row do not pair, the first in line 2')).toBeVisible()
    await expect(page.getByRole('cell', { name: '"Ace" Plumbing' })).toBeVisible()
    await expectAccessible(page)
    await wizard.upload(csvFile('Name,Phone,Note\nAda,+12125550100,"tea\nBo,+12125550101,fine"\nCy,+12125550102,x\n'))
    await expect(page.getByText('2 rows · 3 columns · 1 line break in cells')).toBeVisible()
    await expect(page.getByText('The cell that begins in line 2 has lines in it that look like rows')).toBeVisible()
    await page.getByRole('combobox', { name: 'Quotation marks' }).click()
    await page.getByRole('option', { name: 'Ordinary characters' }).click()
    await expect(page.getByText('3 rows · 3 columns')).toBeVisible()
    await expect(page.getByText('look like rows')).toBeHidden()
  })

  test('rows that a filter hides are left out, said, and taken in by a press', async ({ page, tenant }) => {
    const wizard = await Wizard.open(page, tenant)
    await wizard.upload(fixture('46-filtered-rows.xlsx'))
    await expect(page.getByText('2 rows · 3 columns')).toBeVisible()
    await expect(page.getByText('2 rows of this sheet are hidden by a filter, a group or by hand')).toBeVisible()
    await expect(page.getByRole('cell', { name: 'Ben Ulm' })).toBeHidden()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
    await page.getByRole('combobox', { name: 'Hidden rows' }).click()
    await page.getByRole('option', { name: 'Take 2 in' }).click()
    await expect(page.getByText('4 rows · 3 columns')).toBeVisible()
    await expect(page.getByRole('cell', { name: 'Ben Ulm' })).toBeVisible()
    await page.getByRole('combobox', { name: 'Hidden rows' }).click()
    await page.getByRole('option', { name: 'Leave 2 out' }).click()
    await wizard.next('Map columns')
    await wizard.next('Review rows')
    await expect(wizard.counts).toContainText('2 of 2 will be enrolled')
  })

  test('the encoding of another country is guessed, and can be changed with the preview following', async ({
    page,
    tenant,
  }) => {
    const wizard = await Wizard.open(page, tenant)
    await wizard.upload(fixture('18-shift-jis.csv'))
    const encoding = page.getByRole('combobox', { name: 'Encoding' })
    await expect(encoding).toHaveText('Shift_JIS')
    await expect(page.getByRole('cell', { name: '太郎' })).toBeVisible()
    await wizard.upload(fixture('71-win1250-known-header.csv'))
    await expect(encoding).toHaveText('Windows-1250')
    await expect(page.getByRole('cell', { name: 'Žofie Řehořová' })).toBeVisible()
    await encoding.click()
    await expect(page.getByText('Central Europe')).toBeVisible()
    await page.getByRole('option', { name: 'Windows-1252' }).click()
    await expect(page.getByRole('cell', { name: '£ukasz Wójcik' })).toBeVisible()
    await expectAccessible(page)
  })

  test('bytes that no encoding makes a list of are said to be such, until the right one is chosen', async ({
    page,
    tenant,
  }) => {
    const wizard = await Wizard.open(page, tenant)
    const bytes = Buffer.from(
      'Name;Phone\na\x81\xb7b;+12125550100\nc\x8d\x9dd;+12125550101\ne\x90\xd7f;+12125550102\n',
      'latin1',
    )
    await wizard.upload({ name: 'odd.csv', mimeType: 'text/csv', buffer: bytes })
    const told = page.getByText('This looks like none of the encodings that are known here')
    await expect(told).toBeVisible()
    await expect(page.getByText('save the file as UTF-8')).toBeVisible()
    await expectAccessible(page)
    await page.setViewportSize({ width: 390, height: 844 })
    await expectNoSidewaysScroll(page)
    await page.setViewportSize({ width: 1280, height: 800 })
    // Who chooses one knows better than a guess.
    await page.getByRole('combobox', { name: 'Encoding' }).click()
    await page.getByRole('option', { name: 'IBM866' }).click()
    await expect(told).toBeHidden()
  })

  test('bad files are named, and the next one is taken', async ({ page, tenant }) => {
    const wizard = await Wizard.open(page, tenant)
    const bytes = (name: string, ...values: number[]) => ({
      name,
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(values),
    })
    for (const [file, message] of [
      [csvFile('%PDF-1.7\n%'), 'This is a PDF document'],
      [bytes('photo.csv', 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a), 'This is a picture'],
      [bytes('contacts.xls', 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1), 'save it as .xlsx'],
      [bytes('contacts.xlsx', 0x50, 0x4b, 0x03, 0x04, 0, 0, 0, 0), 'This workbook is damaged'],
      [csvFile('<!DOCTYPE html><html>'), 'This is a web page'],
      [csvFile(`a,b\n${'\u0000\u0001\u0002'.repeat(400)}`), 'no text that can be read'],
    ] as const) {
      await wizard.upload(file)
      const told = page.getByRole('alert').filter({ hasText: message })
      await expect(told).toContainText(`${typeof file === 'string' ? file : file.name} could not be opened`)
    }
    await expectAccessible(page)
    await wizard.upload(csvFile('Name,Phone\nAda,+12125550100\n'))
    await expect(page.getByText('1 row · 2 columns')).toBeVisible()
    await expect(page.getByRole('heading', { name: 'Check how the file was read' })).toBeFocused()
  })

  test('a large file shows how far it is, and can be cancelled', async ({ page, tenant }) => {
    test.slow()
    const wizard = await Wizard.open(page, tenant)
    const { csv } = contactFile(200_000)
    const file = { name: 'large.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) }
    await wizard.upload(file)
    await expect(page.getByRole('progressbar', { name: 'large.csv read' })).toBeVisible()
    await wizard.button('Cancel').click()
    await expect(page.getByRole('heading', { name: 'Choose the file with your contacts' })).toBeFocused()
    // The worker is free again at once.
    await wizard.upload(csvFile('Name,Phone\nAda,+12125550100\n'))
    await expect(page.getByText('1 row · 2 columns')).toBeVisible()
  })

  test('cells that are pasted onto the page are opened', async ({ page, tenant }) => {
    await Wizard.open(page, tenant)
    await page.evaluate(() => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', 'Name\tPhone\nAda\t+12125550100\n')
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
    })
    await expect(page.getByText('Pasted cells')).toBeVisible()
    await expect(page.getByText('1 row · 2 columns')).toBeVisible()
  })

  test('what is dropped and is no list, or several files, is refused, and the file that is open stays', async ({
    page,
    tenant,
  }) => {
    const wizard = await Wizard.open(page, tenant)
    const alert = page.getByRole('main').getByRole('alert')
    const pdf = { name: 'offer.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n%') }
    const place = page.getByText('Drop a CSV file or an Excel workbook here')
    await dropFiles(place, pdf)
    await expect(alert).toContainText('offer.pdf could not be opened')
    await expect(alert).toContainText('This is a PDF document')
    await expect(page.getByText('Drop the file to open it')).toHaveCount(0)
    await dropFiles(place, csvFile('Name\nAda\n', 'a.csv'), csvFile('Name\nAda\n', 'b.csv'))
    await expect(alert).toContainText('Nothing was opened')
    await expect(alert).toContainText('Drop one file at a time')
    await expectAccessible(page)

    await dropFiles(place, csvFile('Name,Phone\nAda,+12125550100\n', 'contacts.csv'))
    await expect(page.getByText('1 row · 2 columns')).toBeVisible()
    await expect(alert).toHaveCount(0)
    await dropFiles(page.getByRole('heading', { name: 'Check how the file was read' }), pdf)
    await expect(alert).toContainText('offer.pdf could not be opened')
    await expect(page.getByText('contacts.csv')).toBeVisible()
    await expectAccessible(page)
    await wizard.next('Map columns')
    await wizard.next('Review rows')
    await expect(wizard.counts).toContainText('1 of 1 will be enrolled')
    await expect(wizard.cell('Ada')).toBeVisible()
  })
})

test.describe('mapping', () => {
  const list = 'Anrede,Vorname,Nachname,Handy,Sonstiges\nDr.,Ada,Lovelace,+12125550100,x\nFrau,Bo,Dahl,+12125550101,y\n'

  test('the parts of a name join in the order that is shown, and all rows can share a value', async ({
    page,
    tenant,
    sql,
  }) => {
    const wizard = await Wizard.open(page, tenant, 'officeHours')
    await wizard.upload(csvFile(list))
    await wizard.next('Map columns')
    await expect(wizard.target('Anrede')).toHaveText('Name prefix')
    await expect(page.getByText('Dr. Ada Lovelace')).toBeVisible()
    await page.getByRole('combobox', { name: 'Order of names' }).click()
    await page.getByRole('option', { name: 'Last name first' }).click()
    await expect(page.getByText('Dr. Lovelace Ada')).toBeVisible()
    await wizard.button('Next row').click()
    await expect(page.getByText('Frau Dahl Bo')).toBeVisible()

    await expect(page.getByText('Still needed: account_id, plan')).toBeVisible()
    await page.getByRole('textbox', { name: 'plan' }).fill('pro')
    await page.getByRole('textbox', { name: 'account_id' }).fill('acme')
    await expect(page.getByText('Still needed')).toBeHidden()
    await page.getByRole('textbox', { name: 'Scheduled at' }).fill('tomorrow')
    await expect(page.getByText('Write date and time')).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('textbox', { name: 'Scheduled at' }).fill('')

    await wizard.button('Add a variable').click()
    await page.getByRole('textbox', { name: 'Name' }).fill('campaign')
    await page.keyboard.press('Enter')
    await page.getByRole('textbox', { name: 'campaign' }).fill('spring')

    await wizard.next('Review rows')
    await expect(wizard.counts).toContainText('2 of 2 will be enrolled')
    await wizard.next('Set options')
    await wizard.button('Enroll 2 contacts').click()
    await expect(page.getByRole('heading', { name: '2 contacts enrolled' })).toBeVisible()
    const stored = await sql<{ name: string; variables: unknown }>(
      'SELECT name, variables FROM contacts WHERE organization_id = $1 ORDER BY name',
      [tenant.organizationId],
    )
    const variables = { account_id: 'acme', plan: 'pro', campaign: 'spring' }
    expect(stored).toEqual([
      { name: 'Dr. Lovelace Ada', variables },
      { name: 'Frau Dahl Bo', variables },
    ])
  })

  test('comes back for the next file with these columns, in any order, and is forgotten on demand', async ({
    page,
    tenant,
    sql,
  }) => {
    const saved = () =>
      sql<{ mapping: unknown }>('SELECT mapping FROM column_mappings WHERE organization_id = $1', [
        tenant.organizationId,
      ])
    const wizard = await Wizard.open(page, tenant)
    await wizard.upload(csvFile(list))
    await wizard.next('Map columns')
    await wizard.target('Sonstiges').click()
    await page.getByRole('option', { name: 'prospect_name' }).click()
    await wizard.next('Review rows')
    await expect.poll(async () => (await saved()).length).toBe(1)

    await Wizard.open(page, tenant)
    const reordered = 'Sonstiges,Handy,Nachname,Vorname,Anrede\nx,+12125550100,Lovelace,Ada,Dr.\n'
    await wizard.upload(csvFile(reordered, 'other.csv'))
    await wizard.next('Map columns')
    await expect(page.getByText('Mapped as last time.')).toBeVisible()
    await expect(wizard.target('Sonstiges')).toHaveText('prospect_name')
    await expect(page.getByText('Dr. Ada Lovelace')).toBeVisible()
    await expectAccessible(page)

    await wizard.button('Forget').click()
    await expect(wizard.target('Sonstiges')).toHaveText('Leave out')
    await expect.poll(saved).toEqual([])
    await wizard.button('Undo').click()
    await expect(wizard.target('Sonstiges')).toHaveText('prospect_name')
    await expect.poll(async () => (await saved()).length).toBe(1)
    await wizard.button('Forget').click()
    await expect.poll(saved).toEqual([])
    await wizard.next('Review rows')
    await expect(wizard.counts).toContainText('1 of 1 will be enrolled')
    expect(await saved()).toEqual([])
  })

  test.describe('a download that is refused', () => {
    test.use({ expectedConsoleErrors: [/status of 503/] })

    test('of the rejected rows is told, and made by the next press', async ({ page, tenant }) => {
      const wizard = await Wizard.open(page, tenant)
      await wizard.upload(csvFile('Name,Phone\nAda,n/a\nBo,+12125550100\n'))
      await wizard.next('Map columns')
      await wizard.next('Review rows')
      await wizard.next('Set options')
      await wizard.button('Enroll 1 contact').click()
      await expect(page.getByRole('heading', { name: '1 contact enrolled' })).toBeVisible()
      const button = wizard.button('Download rejected CSV')
      const downloads: string[] = []
      page.on('download', (download) => downloads.push(download.suggestedFilename()))

      // As a proxy answers whose app is being restarted.
      await page.route(/imports\.rejectedCsv/, (route) =>
        route.fulfill({ status: 503, contentType: 'text/html', body: '<h1>Unavailable</h1>' }),
      )
      await button.click()
      await expect(page.getByText('The server could not be reached. Check the connection and try again.')).toBeVisible()
      await expectAccessible(page)
      await expect(button).toBeEnabled()
      await page.unrouteAll()
      expect(downloads).toEqual([])
      const downloading = page.waitForEvent('download')
      await button.click()
      expect((await downloading).suggestedFilename()).toBe('contacts-rejected.csv')
    })
  })

  test('the rejected rows come back, mended, and map themselves', async ({ page, tenant }) => {
    const wizard = await Wizard.open(page, tenant)
    await wizard.upload(csvFile("Who,Number,Ref\n=Ada,n/a,@1\n't Hooft,12,-2\nBo Dahl,+12125550100,3\n"))
    await wizard.next('Map columns')
    for (const [column, target] of [
      ['Who', 'Name'],
      ['Number', 'Phone number'],
      ['Ref', 'account_id'],
    ] as const) {
      await wizard.target(column).click()
      await page.getByRole('option', { name: target, exact: true }).click()
    }
    await wizard.next('Review rows')
    await expect(wizard.counts).toContainText('1 of 3 will be enrolled')
    await wizard.next('Set options')
    await wizard.button('Enroll 1 contact').click()
    await expect(page.getByRole('heading', { name: '1 contact enrolled' })).toBeVisible()
    const downloading = page.waitForEvent('download')
    await wizard.button('Download rejected CSV').click()
    const csv = await readFile(await (await downloading).path(), 'utf8')
    expect(csv).toContain("'=Ada,n/a,'@1,")

    await Wizard.open(page, tenant)
    await wizard.upload(csvFile(csv.replace('n/a', "'+1 212 555 0101").replace(',12,', ',+1 212 555 0102,')))
    await wizard.next('Map columns')
    await expect(page.getByText('Mapped as last time.')).toBeVisible()
    await expect(wizard.target('rollcall_rejection_reason')).toHaveText('Leave out')
    await wizard.next('Review rows')
    await expect(wizard.counts).toContainText('2 of 2 will be enrolled')
    await expect(wizard.cell('=Ada')).toHaveText('=Ada')
    await expect(wizard.cell('Hooft')).toHaveText("'t Hooft")
    await expect(wizard.cell('-2')).toHaveText('-2')
  })

  test('works by keyboard alone, on a phone', async ({ page, tenant }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    const wizard = await Wizard.open(page, tenant, 'officeHours')
    await expectNoSidewaysScroll(page)
    await wizard.button('Paste cells').press('Enter')
    await expect(page.getByRole('textbox', { name: 'Cells' })).toBeFocused()
    await page.keyboard.insertText('Name\tPhone\tLevel\tRef\nAda\t+12125550100\tgold\t7\n')
    await wizard.button('Use these cells').press('Enter')
    await expect(page.getByText('1 row · 4 columns')).toBeVisible()
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
    await wizard.button('Map columns').press('Enter')
    await expect(page.getByRole('heading', { name: 'Match the columns' })).toBeFocused()
    for (const [column, typed] of [
      ['Level', 'plan'],
      ['Ref', 'acc'],
    ] as const) {
      await wizard.target(column).press('Enter')
      await page.keyboard.type(typed)
      // The list moves its focus a moment after the letter.
      await expect(page.getByRole('option', { name: typed })).toBeFocused()
      await page.keyboard.press('Enter')
    }
    await expect(wizard.target('Level')).toHaveText('plan')
    await expect(wizard.target('Ref')).toHaveText('account_id')
    await expectNoSidewaysScroll(page)
    // The step scrolls, and not the page behind it: nothing is below the footer.
    expect(await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)).toBeLessThanOrEqual(0)
    await expectAccessible(page)
    await wizard.button('Review rows').press('Enter')
    await expect(wizard.counts).toContainText('1 of 1 will be enrolled')
  })
})
