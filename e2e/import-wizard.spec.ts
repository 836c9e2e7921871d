import { readFile } from 'node:fs/promises'
import { updateCallingPolicy } from '@/domain/organizations/update-calling-policy'
import type { TestOrganization } from '@/testing/factories'
import { csvFile, expect, expectAccessible, test, Wizard } from './browser-test'

const HEADER = 'name,phoneNumber,account_id'

function contactLines(amount: number): string {
  return Array.from({ length: amount }, (_, n) => `Contact ${n},+1212555${String(n).padStart(4, '0')},a-${n % 5}`).join(
    '\n',
  )
}

test.describe('files', () => {
  test('a PDF that is called .csv is refused, and the next file is taken', async ({ page, tenant }) => {
    const wizard = await Wizard.open(page, tenant)
    await wizard.upload(csvFile('%PDF-1.7\n%\u00e2\u00e3'))
    await expect(page.getByRole('alert').filter({ hasText: 'This is a PDF document' })).toBeVisible()
    await expectAccessible(page)
    await wizard.upload(csvFile(`${HEADER}\n${contactLines(3)}`))
    await expect(page.getByText('3 rows · 3 columns')).toBeVisible()
  })

  test('an empty file and a header without rows say what they are', async ({ page, tenant }) => {
    const wizard = await Wizard.open(page, tenant)
    await wizard.upload(csvFile(''))
    await expect(page.getByText('This file is empty.')).toBeVisible()
    await wizard.upload(csvFile(`${HEADER}\n`))
    await expect(page.getByText('There are no contacts in this file')).toBeVisible()
    await expect(wizard.button('Map columns')).toBeDisabled()
  })

  test('Windows-1252 with semicolons, and UTF-16 with tabs, are read as they are', async ({ page, tenant }) => {
    const wizard = await Wizard.open(page, tenant)
    await wizard.upload('e2e/fixtures/excel-german.csv')
    await expect(page.getByRole('combobox', { name: 'Encoding' })).toHaveText('Windows-1252')
    await expect(page.getByRole('combobox', { name: 'Delimiter' })).toHaveText('Semicolon')
    await expect(page.getByRole('cell', { name: 'Laurén' })).toBeVisible()
    await wizard.upload('e2e/fixtures/excel-unicode-text.txt')
    await expect(page.getByRole('combobox', { name: 'Encoding' })).toHaveText('UTF-16 LE')
    await expect(page.getByRole('combobox', { name: 'Delimiter' })).toHaveText('Tab')
  })

  test('a title above the header, blank lines and ragged rows are seen and said', async ({ page, tenant }) => {
    const wizard = await Wizard.open(page, tenant)
    await wizard.upload('e2e/fixtures/damaged.csv')
    await expect(
      page.getByText('8 rows · 6 columns · 2 blank lines skipped · 1 line above the header skipped'),
    ).toBeVisible()
    await expect(page.getByText('2 rows have another number of cells than the header')).toBeVisible()
    await page.getByRole('combobox', { name: 'Delimiter' }).click()
    await page.getByRole('option', { name: 'Semicolon' }).click()
    await expect(page.getByText(/1 column( |$)/)).toBeVisible()
  })

  test('cells can be pasted', async ({ page, tenant }) => {
    const wizard = await Wizard.open(page, tenant)
    await wizard.button('Paste cells').click()
    await page.getByRole('textbox', { name: 'Cells' }).fill('Name\tPhone\nAda\t+12125550100\n')
    await wizard.button('Use these cells').click()
    await expect(page.getByText('1 row · 2 columns')).toBeVisible()
  })

  test("the agent's template is taken as it is", async ({ page, tenant }) => {
    await page.goto(`/agents/${tenant.agents.officeHours}`)
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Download a template CSV' }).click()
    const template = await readFile(await (await downloading).path(), 'utf8')
    expect(template).toContain("account_id,plan\r\nAda Lovelace,'+1")
    const wizard = await Wizard.open(page, tenant, 'officeHours')
    await wizard.upload(csvFile(template))
    await wizard.next('Map columns')
    await wizard.next('Review rows')
    await expect(wizard.counts).toContainText('1 of 1 will be enrolled')
  })
})

test.describe('columns', () => {
  test('what the agent needs is asked for, and two columns never go to one target', async ({ page, tenant }) => {
    const wizard = await Wizard.open(page, tenant, 'officeHours')
    await wizard.upload(csvFile('Name,Phone,Mobile,Level\nAda,+12125550100,+12125550101,gold\n'))
    await wizard.next('Map columns')
    await expect(page.getByText('Still needed: account_id, plan')).toBeVisible()
    await expect(wizard.button('Review rows')).toBeDisabled()

    await wizard.target('Level').click()
    await page.getByRole('option', { name: 'plan' }).click()
    await expect(page.getByText('Still needed: account_id')).toBeVisible()
    await wizard.target('Name').click()
    await page.getByRole('option', { name: 'account_id' }).click()
    await expect(page.getByText('Still needed: Name')).toBeVisible()

    await wizard.target('Mobile').click()
    await page.getByRole('option', { name: 'Phone number' }).click()
    await expect(wizard.target('Mobile')).toHaveText('Phone number')
    await expect(wizard.target('Phone')).toHaveText('Leave out')
  })

  test('a column can become a new variable, if its name can be one', async ({ page, tenant, sql }) => {
    const wizard = await Wizard.open(page, tenant)
    await wizard.upload(csvFile('Name,Phone,Favourite colour\nAda,+12125550100,green\n'))
    await wizard.next('Map columns')
    await wizard.target('Favourite colour').click()
    await page.getByRole('option', { name: 'New variable…' }).click()
    const name = page.getByRole('textbox', { name: 'Name' })
    await expect(name).toHaveValue('favourite_colour')
    await name.fill('timezone')
    await wizard.button('Use this name').click()
    await expect(page.getByText('timezone is a field of its own.')).toBeVisible()
    await name.fill('colour')
    await name.press('Enter')
    await expect(wizard.target('Favourite colour')).toHaveText('colour')
    await wizard.next('Review rows')
    await wizard.next('Set options')
    await wizard.button('Enroll 1 contact').click()
    await expect(page.getByRole('heading', { name: '1 contact enrolled' })).toBeVisible()
    const stored = await sql<{ variables: unknown }>('SELECT variables FROM contacts WHERE organization_id = $1', [
      tenant.organizationId,
    ])
    expect(stored).toEqual([{ variables: { colour: 'green' } }])
  })
})

test.describe('review', () => {
  test('a cell is mended with the keyboard, judged at once, and undone', async ({ page, tenant }) => {
    const wizard = await Wizard.open(page, tenant)
    await wizard.upload(csvFile(`${HEADER}\nAda,n/a,a\nBo,+12125550101,a\nCy,+12125550102,b\n`))
    await wizard.next('Map columns')
    await wizard.next('Review rows')
    await expect(wizard.counts).toContainText('2 of 3 will be enrolled · 1 needs attention')

    const grid = page.getByRole('grid', { name: 'Rows of the file' })
    await grid.focus()
    await page.keyboard.press('ArrowRight')
    await expect(page.getByText('Row 2, Phone number')).toBeVisible()
    await page.keyboard.press('Enter')
    await page.keyboard.type('+1 212 555 0101')
    await page.keyboard.press('Enter')
    // Bo has this number now too, and Ada comes first.
    await expect(wizard.counts).toContainText('2 of 3 will be enrolled · 1 needs attention')
    await expect(wizard.cell('Row 2 has the same number')).toBeVisible()
    await wizard.button('Undo').click()
    await expect(wizard.cell('"n/a" is not a possible phone number')).toBeVisible()

    await page.keyboard.press('Tab')
    await grid.focus()
    await page.keyboard.press('Control+Home')
    await page.keyboard.press('Enter')
    await page.keyboard.type('+1 212 555 0199')
    await page.keyboard.press('Escape')
    await expect(wizard.counts).toContainText('2 of 3')
  })

  test('rows are left out and still counted; nothing is lost by going back', async ({ page, tenant, sql }) => {
    const wizard = await Wizard.open(page, tenant)
    await wizard.upload(csvFile(`${HEADER}\nAda,n/a,a\nBo,+12125550101,a\nCy,+12125550102,b\nDi,+12125550102,b\n`))
    await wizard.next('Map columns')
    await wizard.next('Review rows')
    await wizard.button('Need attention 2').click()
    await wizard.button('Leave out 2 rows').click()
    await expect(wizard.counts).toContainText('2 of 4 will be enrolled · 2 left out')

    await page.goBack()
    await expect(page.getByRole('heading', { name: 'Match the columns' })).toBeVisible()
    await page.goForward()
    await expect(wizard.counts).toContainText('2 of 4 will be enrolled · 2 left out')
    await page.getByRole('checkbox', { name: 'Enroll row 5' }).click()
    await expect(wizard.counts).toContainText('2 of 4 will be enrolled · 1 needs attention · 1 left out')

    await wizard.next('Set options')
    await wizard.button('Enroll 2 contacts').click()
    await expect(page.getByRole('heading', { name: '2 contacts enrolled' })).toBeVisible()
    await expect(page.locator('dl')).toHaveText(/Rows in the file4Accepted2Rejected1Left out1/)
    await expect(page.getByRole('row', { name: /Di/ })).toContainText('Row 4 has the same number')
    const [stored] = await sql('SELECT rows, accepted, rejected, left_out FROM imports WHERE organization_id = $1', [
      tenant.organizationId,
    ])
    expect(stored).toEqual({ rows: 4, accepted: 2, rejected: 1, left_out: 1 })
    const [batch] = await sql('SELECT total, accepted FROM batches WHERE organization_id = $1', [tenant.organizationId])
    expect(batch).toEqual({ total: 2, accepted: 2 })
  })
})

test.describe('leaving', () => {
  test('the X, the back button and a reload ask first once there are fixes', async ({ page, tenant }) => {
    test.slow()
    const agentPage = `/agents/${tenant.agents.alwaysOn}`
    await page.goto(agentPage)
    await page.getByRole('link', { name: 'Enroll contacts' }).first().click()
    const wizard = new Wizard(page)
    const close = page.getByRole('link', { name: /^Close and go back to/ })
    const question = page.getByRole('dialog', { name: 'Leave crm.csv for now?' })
    // Nothing to lose yet.
    await expect(page.getByRole('heading', { name: 'Choose the file with your contacts' })).toBeVisible()
    await close.click()
    await expect(page).toHaveURL(agentPage)
    await page.getByRole('link', { name: 'Enroll contacts' }).first().click()

    await wizard.upload(csvFile(`${HEADER}\n${contactLines(3)}\n`, 'crm.csv'))
    await wizard.next('Map columns')
    await wizard.next('Review rows')
    const grid = page.getByRole('grid')
    await grid.focus()
    await page.keyboard.type('Ada')
    await page.keyboard.press('Enter')
    await expect(wizard.button('Edited 1')).toBeVisible()
    await close.click()
    await expect(question).toContainText('This browser keeps it as a draft, with 1 fix,')
    await expectAccessible(page)
    await question.getByRole('button', { name: 'Keep working' }).click()
    await expect(question).toHaveCount(0)
    await expect(wizard.button('Edited 1')).toBeVisible()

    // Step by step back to the first one, and from there out.
    await page.goBack()
    await expect(page.getByRole('heading', { name: 'Match the columns' })).toBeVisible()
    await page.goBack()
    await expect(page.getByText('3 rows · 3 columns')).toBeVisible()
    for (const _ of [1, 2]) {
      await page.goBack()
      await expect(question).toContainText('This browser keeps it as a draft, with 1 fix,')
      await page.keyboard.press('Escape')
      await expect(question).toHaveCount(0)
      await expect(page.getByText('3 rows · 3 columns')).toBeVisible()
    }
    await wizard.next('Map columns')
    await wizard.next('Review rows')
    await expect(wizard.button('Edited 1')).toBeVisible()

    const asked = page.waitForEvent('dialog')
    // Not page.reload(), which would wait for a reload that is not wanted.
    await page.evaluate(() => setTimeout(() => location.reload(), 0))
    const dialog = await asked
    expect(dialog.type()).toBe('beforeunload')
    await dialog.dismiss()
    await expect(wizard.button('Edited 1')).toBeVisible()

    await close.click()
    await question.getByRole('button', { name: 'Leave, keep the draft' }).click()
    await expect(page).toHaveURL(agentPage)
  })

  test('by the back button leads to where one came from, and is asked about only with fixes', async ({
    page,
    tenant,
  }) => {
    const agentPage = `/agents/${tenant.agents.alwaysOn}`
    await page.goto(agentPage)
    await page.getByRole('link', { name: 'Enroll contacts' }).first().click()
    const wizard = new Wizard(page)
    await wizard.upload(csvFile(`${HEADER}\n${contactLines(3)}\n`, 'crm.csv'))
    await expect(page.getByText('3 rows · 3 columns')).toBeVisible()
    await page.goBack()
    await expect(page).toHaveURL(agentPage)
    await expect(page.getByRole('heading', { level: 1, name: 'Always on' })).toBeVisible()
    // Nothing was done to its rows, and the file is kept all the same.
    await page.getByRole('link', { name: 'Enroll contacts' }).first().click()
    await page.getByRole('link', { name: 'Continue crm.csv' }).click()
    await expect(page.getByText('3 rows · 3 columns')).toBeVisible()
  })
})

test.describe('enrolling', () => {
  test('the focus goes to the heading of what happens, and it is announced', async ({ page, tenant }) => {
    const wizard = await Wizard.open(page, tenant)
    await wizard.upload(csvFile(`${HEADER}\n${contactLines(5)}\n`))
    await wizard.next('Map columns')
    await wizard.next('Review rows')
    await wizard.next('Set options')
    const announced = page.getByRole('status').filter({ hasText: /enroll|Sending/i })
    let answer = () => {}
    const held = new Promise<void>((resolve) => {
      answer = resolve
    })
    await page.route('**/api/trpc/imports.importFile*', async (route) => {
      await held
      await route.continue()
    })
    await wizard.button('Enroll 5 contacts').focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Sending 5 contacts' })).toBeFocused()
    await expect(announced).toContainText('Sending 5 contacts.')
    answer()
    await expect(page.getByRole('heading', { name: '5 contacts enrolled' })).toBeFocused()
    await expect(announced).toHaveText('5 contacts enrolled, 0 rejected.')
    // Nothing is left to lose.
    await page.getByRole('main').getByRole('link', { name: 'Always on' }).click()
    await expect(page).toHaveURL(`/agents/${tenant.agents.alwaysOn}`)
  })

  test('while chains are counted nothing is said of their number, and nobody is enrolled', async ({ page, tenant }) => {
    await page.addInitScript(() => {
      type Held = typeof window & { holdJudging?: boolean; heldJudging?: () => void }
      const send = Worker.prototype.postMessage
      Worker.prototype.postMessage = function postMessage(this: Worker, ...message: unknown[]) {
        const call = (message[0] as { call?: string } | undefined)?.call
        const pass = () => send.apply(this, message as Parameters<typeof send>)
        if (call === 'judge' && (window as Held).holdJudging) (window as Held).heldJudging = pass
        else pass()
      }
    })
    const wizard = await Wizard.open(page, tenant)
    await wizard.upload(csvFile(`${HEADER}\n${contactLines(10)}\n`))
    await wizard.next('Map columns')
    await wizard.next('Review rows')
    await wizard.next('Set options')
    await expect(wizard.button('Enroll 10 contacts')).toBeEnabled()
    await page.evaluate(() => Object.assign(window, { holdJudging: true }))
    await page.getByRole('combobox', { name: 'Call one after the other, grouped by' }).click()
    await page.getByRole('option', { name: 'account_id' }).click()
    await expect(page.getByText('Counting…')).toBeVisible()
    await expect(page.getByText('No valid contact has a value for it.')).toHaveCount(0)
    await expect(wizard.button('Enroll 10 contacts')).toBeDisabled()
    await page.evaluate(() => (window as unknown as { heldJudging: () => void }).heldJudging())
    await expect(page.getByText('5 chains; the largest has 2 contacts')).toBeVisible()
    await expect(wizard.button('Enroll 10 contacts')).toBeEnabled()
  })

  test('whoever goes back while an earlier import is looked for enrolls nobody', async ({ page, tenant, sql }) => {
    const wizard = await Wizard.open(page, tenant)
    await wizard.upload(csvFile(`${HEADER}\n${contactLines(5)}\n`))
    await wizard.next('Map columns')
    await wizard.next('Review rows')
    const looked = page.waitForResponse(/imports\.enrolledBefore/)
    await wizard.next('Set options')
    // As a whole: while the answer is being read, a press waits for it and asks no second time.
    await (await looked).finished()
    let answer = () => {}
    const held = new Promise<void>((resolve) => {
      answer = resolve
    })
    await page.route(/imports\.enrolledBefore/, async (route) => {
      await held
      await route.continue()
    })
    const asked = page.waitForRequest(/imports\.enrolledBefore/)
    await wizard.button('Enroll 5 contacts').click()
    await asked
    await wizard.button('Back').click()
    await expect(page.getByRole('heading', { name: 'Review the rows' })).toBeVisible()
    const answered = page.waitForResponse(/imports\.enrolledBefore/)
    answer()
    await answered
    // The same file is enrolled on purpose. An import that was not meant would come first, and the second would be asked
    // about.
    await wizard.next('Set options')
    await wizard.button('Enroll 5 contacts').click()
    await expect(page.getByRole('heading', { name: '5 contacts enrolled' })).toBeVisible()
    expect(await sql('SELECT FROM imports WHERE organization_id = $1', [tenant.organizationId])).toHaveLength(1)
  })

  test('a lost answer is asked for again with the same key, and nobody is enrolled twice', async ({
    page,
    tenant,
    sql,
  }) => {
    const wizard = await Wizard.open(page, tenant)
    await wizard.upload(csvFile(`${HEADER}\n${contactLines(5)}\n`))
    await wizard.next('Map columns')
    await wizard.next('Review rows')
    await wizard.next('Set options')
    // The server takes the submission, and its answer never arrives.
    await page.route('**/api/trpc/imports.importFile*', async (route) => {
      await route.fetch()
      await route.abort()
    })
    await wizard.button('Enroll 5 contacts').click()
    await expect(page.getByRole('heading', { name: 'No answer came back' })).toBeVisible()
    await expectAccessible(page)
    await page.unroute('**/api/trpc/imports.importFile*')
    await wizard.button('Try again').click()
    await expect(page.getByRole('heading', { name: '5 contacts enrolled' })).toBeVisible()
    const batches = await sql('SELECT accepted FROM batches WHERE organization_id = $1', [tenant.organizationId])
    expect(batches).toEqual([{ accepted: 5 }])
    expect(await sql('SELECT FROM imports WHERE organization_id = $1', [tenant.organizationId])).toHaveLength(1)
  })
  test.use({ expectedConsoleErrors: [/ERR_FAILED/] })

  test('grouping and duplicates exclude each other; bypassing windows is asked about', async ({ page, tenant }) => {
    const wizard = await Wizard.open(page, tenant)
    await wizard.upload(csvFile(`${HEADER}\n${contactLines(10)}\n`))
    await wizard.next('Map columns')
    await wizard.next('Review rows')
    await wizard.next('Set options')
    const duplicates = page.getByRole('checkbox', { name: 'Allow several contacts with the same number' })
    await page.getByRole('combobox', { name: 'Call one after the other, grouped by' }).click()
    await page.getByRole('option', { name: 'account_id' }).click()
    await expect(page.getByText('5 chains; the largest has 2 contacts')).toBeVisible()
    await expect(duplicates).toBeDisabled()

    await page.getByRole('checkbox', { name: 'Bypass call windows' }).click()
    await expect(page.getByRole('dialog', { name: 'Call outside the call windows?' })).toBeVisible()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('checkbox', { name: 'Bypass call windows' })).not.toBeChecked()

    await page.getByRole('combobox', { name: 'Default timezone' }).click()
    await page.getByRole('combobox', { name: 'Search timezones' }).fill('berlin')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('combobox', { name: 'Default timezone' })).toHaveText('Berlin, Europe')
  })

  test('the priority is chosen by keyboard, judges no row again, and is that of every batch and of the import', async ({
    page,
    tenant,
    sql,
  }) => {
    const wizard = await Wizard.open(page, tenant)
    await wizard.upload(csvFile(`${HEADER}\n${contactLines(5)}\n`))
    await wizard.next('Map columns')
    await wizard.next('Review rows')
    await wizard.next('Set options')
    const priority = page.getByRole('combobox', { name: 'Priority' })
    await expect(priority).toHaveText('In turn with other lists')
    await expect(priority).toHaveAccessibleDescription(/^Free lines go from list to list/)
    await priority.focus()
    await page.keyboard.press('Enter')
    // The list moves its focus a moment after it has opened, and after each key.
    await expect(page.getByRole('option', { name: /^In turn with other lists/ })).toBeFocused()
    await page.keyboard.press('ArrowUp')
    await expect(page.getByRole('option', { name: /^Before all others/ })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(priority).toHaveText('Before all others')
    await expect(priority).toBeFocused()
    await expect(priority).toHaveAccessibleDescription('They get the next free lines. Call windows still apply.')
    await expectAccessible(page)
    // The rows are not counted anew.
    await expect(wizard.button('Enroll 5 contacts')).toBeEnabled()
    await wizard.button('Enroll 5 contacts').click()
    await expect(page.getByRole('heading', { name: '5 contacts enrolled' })).toBeVisible()
    await expect(page.getByText('Priority: before all others')).toBeVisible()
    const batches = await sql<{ id: string; priority: string }>(
      "SELECT id, options ->> 'priority' AS priority FROM batches WHERE organization_id = $1",
      [tenant.organizationId],
    )
    expect(batches.map(({ priority }) => priority)).toEqual(['now'])
    await page.goto(`/batches/${batches[0]?.id}`)
    await expect(page.getByText('Priority: before all others')).toBeVisible()
  })

  test('an agent that cannot call says why, and takes nobody', async ({ page, tenant }) => {
    await page.goto(`/agents/${tenant.agents.misconfigured}`)
    await expect(page.getByText('Nobody can be enrolled with this agent')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Enroll contacts' })).toBeDisabled()
    await expectAccessible(page)
    await page.goto(`/agents/${tenant.agents.misconfigured}/enroll`)
    await expect(page.getByRole('heading', { name: /^Nobody can be enrolled with/ })).toBeVisible()
  })
})

test.describe('what is said before the first call', () => {
  test('who may not be called by law, when the others may, and how long the lines need', async ({ page, tenant }) => {
    await updateCallingPolicy(tenant.actor, { version: 1, ruleSets: ['us-states', 'consent-countries'] })
    const wizard = await Wizard.open(page, tenant)
    // Somebody in New York whom no rule of a state concerns, somebody in London, and somebody in Alabama at Christmas.
    const christmas = `${nextYear()}-12-25T11:00`
    const lines = [
      'Ada,+12125550100,America/New_York,',
      'Bo,+442079460100,Europe/London,',
      `Cy,+12055550100,America/Chicago,${christmas}`,
    ]
    await wizard.upload(csvFile(`name,phoneNumber,timezone,scheduledAt\n${lines.join('\n')}\n`))
    await wizard.next('Map columns')
    await wizard.next('Review rows')
    await expect(wizard.counts).toContainText('2 of 3 will be enrolled · 1 needs attention')
    await page.getByRole('grid', { name: 'Rows of the file' }).focus()
    await page.keyboard.press('F8')
    await expect(page.getByText('Row 3, Phone number')).toBeVisible()
    await expect(
      page.getByText('A call needs an express consent or a written consent, and none is known.').first(),
    ).toBeVisible()
    await wizard.next('Set options')
    const facts = page.getByRole('region', { name: 'What will happen' })
    await expect(facts.getByText('Not called, by reason')).toBeVisible()
    await expect(facts.getByRole('listitem').filter({ hasText: 'No consent' })).toContainText('Row 3')
    await expect(facts).toContainText(/Last call due.*Dec 26/)
    await expect(facts).toContainText('Under a minute at 25 lines')
    await expect(facts).toContainText('Assumed: calls of 90 s, since this agent has made none lately.')
    await expectAccessible(page)
    // Whoever would be rejected is neither enrolled nor paid for.
    await expect(facts).toContainText(/Enrolled2 contactsRejected1 row/)
    await expect(facts).toContainText(/Credits needed2/)
    await wizard.button('Enroll 2 contacts').click()
    await expect(page.getByRole('heading', { name: '2 contacts enrolled' })).toBeVisible()
  })

  test('a file of several batches is asked about batch by batch, and the sum grows', async ({ page, tenant, sql }) => {
    await callOnSundays(tenant, sql)
    // Two in each batch are in Alabama.
    const lines = Array.from({ length: 2_500 }, (_, n) => {
      const number = `+1${n % 500 === 7 ? 205 : 212}555${String(n).padStart(4, '0')}`
      return `Contact ${n},${number},a`
    })
    const wizard = await Wizard.open(page, tenant)
    await wizard.upload(csvFile(`${HEADER}\n${lines.join('\n')}\n`))
    await wizard.next('Map columns')
    await wizard.next('Review rows')
    const held: (() => void)[] = []
    await page.route('**/api/trpc/*enrollment.enrollBatch*', async (route) => {
      await new Promise<void>((resolve) => held.push(resolve))
      // Whoever has left the options does not wait for it.
      await route.continue().catch(() => {})
    })
    const answer = async (number: number) => {
      await expect.poll(() => held.length).toBe(number)
      held[number - 1]?.()
    }
    await wizard.next('Set options')
    const facts = page.getByRole('region', { name: 'What will happen' })
    await answer(1)
    await expect(facts).toContainText('1,000 of 2,500 contacts checked')
    await expect(facts).toContainText('EnrolledUp to 2,498 contactsRejected2 rows')
    await expect(facts.getByText('Rejected of the 1,000 checked')).toBeVisible()
    await expectAccessible(page)

    // Other options: what was asked is asked anew. Elsewhere nothing is asked.
    await page.getByRole('checkbox', { name: 'Allow several contacts with the same number' }).click()
    await answer(3)
    await expect(facts).toContainText('1,000 of 2,500 contacts checked')
    await wizard.button('Back').click()
    await expect(page.getByRole('heading', { name: 'Review the rows' })).toBeVisible()
    held[3]?.()
    await page.waitForLoadState('networkidle')
    expect(held).toHaveLength(4)

    await wizard.next('Set options')
    for (const number of [5, 6, 7]) await answer(number)
    await expect(facts.getByText('Rejected when they are enrolled')).toBeVisible()
    await expect(facts.getByText(/contacts checked/)).toHaveCount(0)
    await expect(facts.getByRole('listitem').filter({ hasText: 'Never allowed' })).toHaveText(
      'Never allowed to callRows 9, 509, 1,009, 1,509, 2,0095',
    )
    await expect(facts).toContainText(/Enrolled2,495 contactsRejected5 rows/)
    await expect(facts).toContainText(/Credits needed2,495/)
    await expect(wizard.button('Enroll 2,495 contacts')).toBeEnabled()
    expect(held).toHaveLength(7)
  })

  test('a file of which nobody may be called is not enrolled', async ({ page, tenant, sql }) => {
    await callOnSundays(tenant, sql)
    const wizard = await Wizard.open(page, tenant)
    await wizard.upload(csvFile(`${HEADER}\nBo,+12055550100,a\n`))
    await wizard.next('Map columns')
    await wizard.next('Review rows')
    await wizard.next('Set options')
    await expect(wizard.counts).toContainText('0 of 1 will be enrolled · 1 may not be called')
    await expect(page.getByText('No contact can be enrolled')).toBeVisible()
    await expect(wizard.button('Enroll 0 contacts')).toBeDisabled()
    await expectAccessible(page)
  })
})

/** Lets the agents call on Sundays alone, when nobody in Alabama may be called. */
async function callOnSundays(
  { actor, organizationId }: TestOrganization,
  sql: (text: string, values: unknown[]) => Promise<unknown>,
): Promise<void> {
  await updateCallingPolicy(actor, { version: 1, ruleSets: ['us-states'] })
  const windows = JSON.stringify({ sunday: [{ start: '00:00', end: '24:00' }] })
  await sql('UPDATE agents SET call_windows = $2 WHERE organization_id = $1', [organizationId, windows])
}

/** The year whose Christmas is still to come, within what may be scheduled. */
function nextYear(): number {
  const now = new Date()
  return now.getTime() < Date.UTC(now.getUTCFullYear(), 11, 25) ? now.getUTCFullYear() : now.getUTCFullYear() + 1
}
