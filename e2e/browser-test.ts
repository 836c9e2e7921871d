import AxeBuilder from '@axe-core/playwright'
import { test as base, expect, type Locator, type Page } from '@playwright/test'
import { Client } from 'pg'
import { createTestOrganization, type TestAgentName, type TestOrganization } from '@/testing/factories'

export { expect }

const { TEST_APP_DATABASE_URL } = process.env
if (!TEST_APP_DATABASE_URL)
  throw new Error('Run the browser tests with `npm run test:browser`: they need an app and its database.')
// Use cases that set the stage behind the console work on the app's own database.
process.env.DATABASE_URL = TEST_APP_DATABASE_URL

type Fixtures = {
  /** Patterns of console errors that the test itself provokes. */
  expectedConsoleErrors: RegExp[]
  /** A tenant of this test alone. */
  tenant: TestOrganization
  /** Signed in as the tenant's operator. An error on the console fails the test. */
  page: Page
  /** SQL on the app's database: what is true, whatever the page says. */
  sql: <Row>(text: string, values?: unknown[]) => Promise<Row[]>
}

export const test = base.extend<Fixtures>({
  expectedConsoleErrors: [[], { option: true }],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures are wanted; none.
  tenant: async ({}, use) => use(await createTestOrganization()),

  page: async ({ page, tenant, expectedConsoleErrors }, use) => {
    const errors = watchConsole(page, expectedConsoleErrors)
    waitForListeners(page)
    // All tests sign in from one address, whose attempts are limited: whoever is too early waits.
    await expect(async () => {
      const answer = await page.request.post('/api/auth/sign-in/email', { data: tenant.operator })
      expect(answer.ok(), await answer.text()).toBe(true)
    }).toPass({ intervals: [2_000], timeout: 30_000 })
    await use(page)
    expect(errors, 'errors on the console').toEqual([])
  },

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures are wanted; none.
  sql: async ({}, use) => {
    const { sql, close } = await connectSql()
    await use(sql)
    await close()
  },
})

/** A connection to the app's database. */
export async function connectSql(): Promise<{ sql: Fixtures['sql']; close: () => Promise<void> }> {
  const client = new Client({ connectionString: TEST_APP_DATABASE_URL })
  await client.connect()
  return {
    sql: async (text, values) => (await client.query(text, values)).rows,
    close: () => client.end(),
  }
}

/**
 * Has `goto` wait until the page listens: its HTML is there before its scripts, and what is pressed in between is done later,
 * when a test has gone on. React notes on each element that it listens to that it does.
 */
function waitForListeners(page: Page): void {
  const goto = page.goto.bind(page)
  page.goto = async (url, options) => {
    const response = await goto(url, options)
    // Whoever does not wait for the page does not wait for what it listens to.
    if (options?.waitUntil === 'commit') return response
    await page
      .waitForFunction(
        () =>
          [...document.querySelectorAll('button, input, select, textarea')].every((element) =>
            Object.keys(element).some((key) => key.startsWith('__reactProps$')),
          ),
        null,
        { timeout: 10_000 },
      )
      // A page without scripts never listens.
      .catch(() => {})
    return response
  }
}

/** Collects what the page reports as an error, but for what is expected. */
export function watchConsole(page: Page, expected: readonly RegExp[] = []): string[] {
  const errors: string[] = []
  const note = (text: string) => {
    if (!expected.some((pattern) => pattern.test(text))) errors.push(text)
  }
  page.on('console', (message) => message.type() === 'error' && note(message.text()))
  page.on('pageerror', (error) => note(error.message))
  return errors
}

/** A toast that appears or fades between a page at rest and the look at it has less contrast: then it is looked again. */
const AXE_LOOKS_MAX = 3

/** Nothing that axe finds serious or critical is on the page once it is at rest. */
export async function expectAccessible(page: Page): Promise<void> {
  let grave = await graveViolations(page)
  for (let look = 2; look <= AXE_LOOKS_MAX && grave.length > 0; look++) grave = await graveViolations(page)
  expect(grave).toEqual([])
}

async function graveViolations(page: Page): Promise<{ id: string; help: string; where: string[] }[]> {
  // What turns for ever, as a spinner does, is at rest.
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState, effect }) => {
      return playState !== 'running' || effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY
    }),
  )
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => ({ id, help, where: nodes.map(({ target }) => target.join(' ')) }))
}

/** The page does not scroll sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const widths = await page.evaluate(() =>
    [document.documentElement, document.getElementById('content')].map((element) => element?.scrollWidth ?? 0),
  )
  const width = await page.evaluate(() => window.innerWidth)
  expect(Math.max(...widths)).toBeLessThanOrEqual(width)
}

/** Opens Home, and follows these links from there, one after the other, with the keyboard alone. */
export async function fromHome(page: Page, ...links: readonly (string | RegExp)[]): Promise<void> {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible()
  for (const name of links) {
    await page.getByRole('link', { name, exact: true }).first().focus()
    await page.keyboard.press('Enter')
  }
}

export type UploadedFile = string | { name: string; mimeType: string; buffer: Buffer }

/** Drops files on what stands there. */
export async function dropFiles(target: Locator, ...files: Exclude<UploadedFile, string>[]): Promise<void> {
  const told = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, text: buffer.toString('latin1') }))
  const dataTransfer = await target.page().evaluateHandle((all) => {
    // Files that a script has made have no handle in the file system.
    Reflect.deleteProperty(DataTransferItem.prototype, 'getAsFileSystemHandle')
    const dropped = new DataTransfer()
    for (const { name, mimeType, text } of all) {
      const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0))
      dropped.items.add(new File([bytes], name, { type: mimeType }))
    }
    return dropped
  }, told)
  await target.dispatchEvent('dragenter', { dataTransfer })
  await target.dispatchEvent('drop', { dataTransfer })
}

/** The import wizard as an operator uses it. */
export class Wizard {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  static async open(page: Page, tenant: TestOrganization, agent: TestAgentName = 'alwaysOn'): Promise<Wizard> {
    await page.goto(`/agents/${tenant.agents[agent]}/enroll`)
    await expect(page.getByRole('heading', { name: 'Choose the file with your contacts' })).toBeVisible()
    return new Wizard(page)
  }

  async upload(file: UploadedFile): Promise<void> {
    await this.page.getByLabel('Contact file').setInputFiles(file)
  }

  async next(name: 'Map columns' | 'Review rows' | 'Set options'): Promise<void> {
    await this.page.getByRole('button', { name }).click()
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name })
  }

  /** What a column of the file becomes. */
  target(column: string): Locator {
    return this.page.getByRole('combobox', { name: `What ${column} becomes` })
  }

  /** The counts beside the primary button. */
  get counts(): Locator {
    return this.page.getByRole('contentinfo')
  }

  cell(text: string): Locator {
    return this.page.getByRole('gridcell').filter({ hasText: text })
  }
}

/** A CSV as an upload. */
export function csvFile(text: string, name = 'contacts.csv'): Exclude<UploadedFile, string> {
  return { name, mimeType: 'text/csv', buffer: Buffer.from(text) }
}
