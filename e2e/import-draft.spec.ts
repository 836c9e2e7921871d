import type { BrowserContext, Page } from '@playwright/test'
import type { TestOrganization } from '@/testing/factories'
import { createTestOrganization } from '@/testing/factories'
import { csvFile, expect, expectAccessible, expectNoSidewaysScroll, test, Wizard } from './browser-test'

const FILE = csvFile(
  [
    'name,phoneNumber,timezone,account_id',
    'Ada Lovelace,+12125550100,,a-1',
    'Bo Dahl,+12125550101,,a-1',
    'Cy Ames,+12125550102,,a-2',
  ].join('\n'),
  'crm.csv',
)

const grid = (page: Page) => page.getByRole('grid', { name: 'Rows of the file' })
const drafts = (page: Page) => page.getByRole('region', { name: 'Drafts in this browser' })

/** What this browser keeps, whatever the page says. */
function kept(page: Page): Promise<{ drafts: { fixes: number; work: { step: string } | null }[]; files: number }> {
  return page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('rollcall-drafts')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const database = opening.result
          if (!database.objectStoreNames.contains('drafts')) {
            // Nothing was ever kept. An empty database here would be in the way of the page's own.
            database.close()
            indexedDB.deleteDatabase('rollcall-drafts')
            resolve({ drafts: [], files: 0 })
            return
          }
          const transaction = database.transaction(['drafts', 'files'])
          const all = transaction.objectStore('drafts').getAll()
          const files = transaction.objectStore('files').count()
          transaction.oncomplete = () => {
            database.close()
            resolve({ drafts: all.result, files: files.result })
          }
        }
      }),
  )
}

const untilKept = (page: Page, fixes: number, step: string, options: object = {}) =>
  expect.poll(async () => (await kept(page)).drafts).toMatchObject([{ fixes, work: { step, options } }])

/** Up to the review, with the first name changed and the second row left out. */
async function openWithFixes(page: Page, tenant: TestOrganization): Promise<Wizard> {
  const wizard = await Wizard.open(page, tenant)
  await wizard.upload(FILE)
  await wizard.next('Map columns')
  await wizard.target('timezone').click()
  await page.getByRole('option', { name: 'Leave out' }).click()
  await wizard.next('Review rows')
  await expect(wizard.counts).toContainText('3 of 3 will be enrolled')
  await grid(page).focus()
  await page.keyboard.type('Grace Hopper')
  await page.keyboard.press('Enter')
  await expect(wizard.cell('Grace Hopper')).toBeVisible()
  await page.keyboard.press('Space')
  await expect(wizard.counts).toContainText('2 of 3 will be enrolled · 1 left out')
  return wizard
}

async function expectFixes(page: Page): Promise<void> {
  const wizard = new Wizard(page)
  await expect(page.getByRole('heading', { name: 'Review the rows' })).toBeVisible()
  await expect(wizard.cell('Grace Hopper')).toBeVisible()
  await expect(wizard.counts).toContainText('2 of 3 will be enrolled · 1 left out')
}

async function signIn(page: Page, tenant: TestOrganization): Promise<void> {
  await expect(async () => {
    const answer = await page.request.post('/api/auth/sign-in/email', { data: tenant.operator })
    expect(answer.ok(), await answer.text()).toBe(true)
  }).toPass({ intervals: [2_000], timeout: 30_000 })
}

/** Closes the tab without being asked, as a crash does, and opens another one. */
async function anotherTab(page: Page, context: BrowserContext): Promise<Page> {
  await page.close()
  return context.newPage()
}

test('a reload comes back to the same rows, fixes, mapping, options and step', async ({ page, tenant }) => {
  const wizard = await openWithFixes(page, tenant)
  await untilKept(page, 2, 'review')
  await page.reload()
  await expectFixes(page)
  // What was done before can be gone on with: the mapping is as it was, and going back loses nothing.
  await wizard.button('Back').click()
  await expect(wizard.target('timezone')).toHaveText('Leave out')
  await wizard.next('Review rows')
  await wizard.next('Set options')
  await page.getByRole('combobox', { name: 'Call one after the other, grouped by' }).click()
  await page.getByRole('option', { name: 'account_id' }).click()
  await expect(page.getByText('2 chains')).toBeVisible()
  await untilKept(page, 2, 'options', { groupByField: 'account_id' })
  await page.reload()
  await expect(page.getByRole('combobox', { name: 'Call one after the other, grouped by' })).toHaveText('account_id')
  await expect(wizard.counts).toContainText('2 of 3 will be enrolled')
  await page.goBack()
  await expectFixes(page)
})

test('a closed tab is continued from the start of an import', async ({ page, tenant, context }) => {
  await openWithFixes(page, tenant)
  await untilKept(page, 2, 'review')
  const again = await anotherTab(page, context)
  await again.goto('/import')
  await expect(drafts(again)).toContainText(/crm\.csv3 rows, 2 fixes, from \d/)
  await expectAccessible(again)
  await drafts(again).getByRole('link', { name: 'Continue crm.csv' }).click()
  await expectFixes(again)

  // Nobody is enrolled twice: once enrolled, there is no draft.
  const wizard = new Wizard(again)
  await wizard.next('Set options')
  await wizard.button('Enroll 2 contacts').click()
  await expect(again.getByRole('heading', { name: '2 contacts enrolled' })).toBeFocused()
  expect(await kept(again)).toEqual({ drafts: [], files: 0 })
  await again.goto('/import')
  await expect(again.getByRole('heading', { name: 'Import contacts' })).toBeVisible()
  await expect(drafts(again)).toHaveCount(0)
})

test('the X says what it leaves, and the wizard offers it again', async ({ page, tenant }) => {
  await openWithFixes(page, tenant)
  await page.getByRole('link', { name: /^Close and go back to/ }).click()
  const question = page.getByRole('dialog', { name: 'Leave crm.csv for now?' })
  await expect(question).toContainText('This browser keeps it as a draft, with 2 fixes')
  // What goes on comes first.
  await expect(question.getByRole('button').first()).toHaveText('Keep working')
  await expectAccessible(page)
  await question.getByRole('button', { name: 'Keep working' }).click()
  await expectFixes(page)
  await page.getByRole('link', { name: /^Close and go back to/ }).click()
  await question.getByRole('button', { name: 'Leave, keep the draft' }).click()
  await expect(page).toHaveURL(`/agents/${tenant.agents.alwaysOn}`)

  await page.getByRole('link', { name: 'Enroll contacts' }).first().click()
  await drafts(page).getByRole('link', { name: 'Continue crm.csv' }).click()
  await expectFixes(page)
})

test('a discarded draft is taken back, or gone', async ({ page, tenant }) => {
  await openWithFixes(page, tenant)
  await untilKept(page, 2, 'review')
  const address = page.url()
  await page.clock.install()
  await page.goto('/import')
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoSidewaysScroll(page)
  await drafts(page).getByRole('button', { name: 'Discard crm.csv' }).click()
  await expect(drafts(page)).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(drafts(page)).toContainText('crm.csv')
  await drafts(page).getByRole('button', { name: 'Discard crm.csv' }).click()
  await expect(drafts(page)).toHaveCount(0)
  await page.goto(address)
  await expect(page.getByRole('main').getByRole('alert')).toContainText('The draft is not in this browser any more')
  // Whoever comes back later finds nothing to take back.
  await page.clock.fastForward(20_000)
  await page.goto('/import')
  await expect(page.getByRole('heading', { name: 'Import contacts' })).toBeVisible()
  await expect.poll(() => kept(page)).toEqual({ drafts: [], files: 0 })
})

test('a draft is of its member and organization, and is gone after signing out', async ({ page, tenant }) => {
  await openWithFixes(page, tenant)
  await untilKept(page, 2, 'review')
  const address = page.url()
  const stranger = await createTestOrganization()
  const signInAs = async (organization: typeof tenant) => {
    // A page that notices it would leave for the sign-in by itself, in the midst of ours.
    await page.goto('about:blank')
    await page.context().clearCookies()
    await signIn(page, organization)
  }
  await signInAs(stranger)
  await page.goto('/import')
  await expect(page.getByRole('link', { name: 'Always on' }).first()).toBeVisible()
  await expect(drafts(page)).toHaveCount(0)

  await signInAs(tenant)
  await page.goto(address)
  await expectFixes(page)
  await page.goto('/agents')
  await page.getByRole('button', { name: /^Account of/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  // It takes work with it, and says so.
  const question = page.getByRole('dialog', { name: 'Sign out and discard 1 draft?' })
  await expect(question).toContainText('crm.csv is kept in this browser while you are signed in')
  await question.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in to Rollcall' })).toBeVisible()
  expect(await kept(page)).toEqual({ drafts: [], files: 0 })
})

test('a draft of another version is said, and so is one that is gone', async ({ page, tenant }) => {
  await openWithFixes(page, tenant)
  await untilKept(page, 2, 'review')
  const address = page.url()
  await page.goto('/agents')
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open('rollcall-drafts')
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('drafts', 'readwrite')
          const store = transaction.objectStore('drafts')
          const all = store.getAll()
          all.onsuccess = () => store.put({ ...all.result[0], version: 0, work: 'of another form' })
          transaction.oncomplete = resolve
        }
      }),
  )
  await page.goto(address)
  await expect(page.getByRole('main').getByRole('alert')).toContainText(
    'The draft was kept by another version of the console',
  )
  await page.goto('/import')
  await expect(drafts(page)).toContainText('A draft that cannot be read')
  await drafts(page).getByRole('button', { name: 'Discard' }).click()
  await expect(drafts(page)).toHaveCount(0)
  await page.goto(address)
  await expect(page.getByRole('main').getByRole('alert')).toContainText('The draft is not in this browser any more')
  // And the wizard takes a file.
  await new Wizard(page).upload(FILE)
  await expect(page.getByText('3 rows · 4 columns')).toBeVisible()
})

test('a browser without room says that nothing is kept, and what would be lost', async ({ page, tenant }) => {
  await page.goto('/agents')
  const session = await page.context().newCDPSession(page)
  await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin, quotaSize: 1 })
  await openWithFixes(page, tenant)
  await expect(page.getByRole('main').getByRole('alert')).toContainText('This browser has no room for a draft')
  await expectAccessible(page)
  await page.getByRole('link', { name: /^Close and go back to/ }).click()
  const question = page.getByRole('dialog', { name: 'Leave crm.csv without enrolling?' })
  await expect(question).toContainText('2 fixes and the mapping of crm.csv would be lost')
  await question.getByRole('button', { name: 'Keep working' }).click()
  await expectFixes(page)
})

test('a second tab does not write into the draft of the first', async ({ page, tenant, context }) => {
  await openWithFixes(page, tenant)
  await untilKept(page, 2, 'review')
  const other = await context.newPage()
  await other.goto(page.url())
  await expect(other.getByRole('main').getByRole('alert')).toContainText('This draft is open in another tab')
  await other.close()
  await expectFixes(page)
})

test.describe('rows that were sent without an answer', () => {
  test.use({ expectedConsoleErrors: [/ERR_FAILED|404/] })

  test('lead to their import when the server has it, and back to the draft when not', async ({ page, tenant }) => {
    const wizard = await openWithFixes(page, tenant)
    await wizard.next('Set options')
    // The request does not arrive.
    await page.route('**/api/trpc/imports.importFile*', (route) => route.abort())
    await wizard.button('Enroll 2 contacts').click()
    await expect(page.getByRole('heading', { name: 'No answer came back' })).toBeVisible()
    const address = new URL(page.url())
    address.searchParams.delete('step')
    await page.goto(address.href)
    await expect(wizard.button('Enroll 2 contacts')).toBeVisible()

    // The request arrives, and its answer gets lost.
    await page.unroute('**/api/trpc/imports.importFile*')
    await page.route('**/api/trpc/imports.importFile*', async (route) => {
      await route.fetch()
      await route.abort()
    })
    await wizard.button('Enroll 2 contacts').click()
    await expect(page.getByRole('heading', { name: 'No answer came back' })).toBeVisible()
    await page.goto(address.href)
    await expect(page.getByRole('heading', { name: '2 contacts enrolled' })).toBeVisible()
    expect(await kept(page)).toEqual({ drafts: [], files: 0 })
  })
})

test('a large file comes back with the fixes of all its rows', async ({ page, tenant }) => {
  test.slow()
  const rows = 20_000
  const lines = Array.from({ length: rows }, (_, n) => `Person ${n},+1${2122000000 + n},old`)
  const wizard = await Wizard.open(page, tenant)
  await wizard.upload(csvFile(`name,phoneNumber,account_id\n${lines.join('\n')}\n`, 'large.csv'))
  await wizard.next('Map columns')
  await wizard.next('Review rows')
  await expect(wizard.button(/^All 20,000/)).toBeVisible({ timeout: 60_000 })
  await wizard.button('Find and replace').click()
  await page.getByRole('textbox', { name: 'Find', exact: true }).fill('old')
  await page.getByRole('textbox', { name: 'Replace with' }).fill('new')
  await wizard
    .button(/^Replace/)
    .last()
    .click()
  await expect(wizard.button('Edited 20,000')).toBeVisible({ timeout: 60_000 })
  await untilKept(page, rows, 'review')
  await page.reload()
  await expect(wizard.button('Edited 20,000')).toBeVisible({ timeout: 60_000 })
})
