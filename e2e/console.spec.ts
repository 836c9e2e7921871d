import type { AcceptedBatch } from '@/domain/enrollment/enrollment-answer.schema'
import { createTestOrganization, type TestOrganization, testContact } from '@/testing/factories'
import { expect, expectAccessible, expectNoSidewaysScroll, test, Wizard } from './browser-test'

/**
 * A batch of four accepted contacts, the last two in one chain, and one that is turned away. Through the API: the app
 * then tells its background at once, as it does for everybody.
 */
async function enrollSome({ apiKey, agents }: TestOrganization): Promise<string> {
  const contacts = [
    testContact(1, { account_id: 'one' }),
    testContact(2, { account_id: 'two' }),
    testContact(3, { account_id: 'three' }),
    testContact(4, { account_id: 'three' }),
    testContact(5, { phoneNumber: 'n/a', account_id: 'four' }),
  ]
  const body = { contacts, groupByField: 'account_id' }
  const response = await fetch(`${process.env.TEST_APP_URL}/api/v1/agents/${agents.alwaysOn}/schedule/sequences`, {
    method: 'POST',
    headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(response.status).toBe(202)
  return ((await response.json()) as AcceptedBatch).batchId
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`every page, ${colorScheme}`, () => {
    test.use({ colorScheme })

    test('has nothing serious or critical for axe, a title and a heading', async ({ page, tenant }) => {
      test.slow()
      const batchId = await enrollSome(tenant)
      for (const { path, title } of [
        { path: '/agents', title: 'Agents' },
        { path: `/agents/${tenant.agents.officeHours}`, title: 'Office hours' },
        { path: `/agents/${tenant.agents.misconfigured}`, title: 'Misconfigured' },
        { path: '/batches', title: 'Batches' },
        { path: `/batches/${batchId}`, title: 'Batch of 5 contacts' },
        { path: `/batches/${batchId}?tab=rejected`, title: 'Batch of 5 contacts' },
        { path: '/credits', title: 'Credits' },
        { path: '/nowhere', title: 'Page not found' },
        { path: '/batches/nobody', title: 'No such batch' },
      ]) {
        await page.goto(path)
        await expect(page).toHaveTitle(`${title} · Rollcall`)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
        await expectAccessible(page)
      }
    })
    test.use({ expectedConsoleErrors: [/status of 404/] })
  })
}

test('a batch is followed live, and its filters are in the URL', async ({ page, tenant }) => {
  const batchId = await enrollSome(tenant)
  await page.goto(`/batches/${batchId}`)
  await expect(page.getByRole('heading', { name: 'Batch of 5 contacts' })).toBeVisible()
  await expect(page.locator('dl > div', { hasText: 'Accepted' })).toContainText('4')
  await expect(page.locator('dl > div', { hasText: 'Chains' })).toContainText('3')
  // Without a reload: created by the background, then called.
  await expect(page.getByRole('row', { name: /Contact 1/ })).toBeVisible({ timeout: 30_000 })

  await page.getByRole('combobox', { name: 'State' }).selectOption('Skipped')
  await expect(page).toHaveURL(/status=skipped/)
  await page.goBack()
  await expect(page).not.toHaveURL(/status=/)
  await page.getByRole('tab', { name: 'Rejected 1' }).click()
  await page.reload()
  await expect(page.getByRole('row', { name: /Contact 5/ })).toContainText('is not a possible phone number')
})

test.describe('what is not there', () => {
  test.use({ expectedConsoleErrors: [/status of 404/] })

  test('says so in the frame of the console, with a way on', async ({ page }) => {
    const answer = await page.goto('/no/such/page')
    expect(answer?.status()).toBe(404)
    const id = '01a20983-26f8-75d9-89a6-70b0a20bc8d2'
    for (const { path, heading, way } of [
      { path: '/no/such/page', heading: 'Page not found', way: '/agents' },
      { path: '/batches/nobody', heading: 'No such batch', way: '/batches' },
      { path: `/batches/${id}`, heading: 'No such batch', way: '/batches' },
      { path: '/sequences/call-sequence.nobody', heading: 'No such sequence', way: '/batches' },
      { path: '/agents/agent.nobody', heading: 'No such agent', way: '/agents' },
      { path: '/agents/agent.nobody/enroll', heading: 'No such agent', way: '/agents' },
      { path: `/imports/${id}`, heading: 'No such import', way: '/imports' },
    ]) {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
      await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
      await expect(page.locator(`#content a[href="${way}"]`)).toBeVisible()
    }
  })
})

test('a breadcrumb ends in what it leads to, and not in an arrow', async ({ page, tenant }) => {
  const batchId = await enrollSome(tenant)
  for (const path of [`/batches/${batchId}`, `/agents/${tenant.agents.alwaysOn}`]) {
    await page.goto(path)
    const crumbs = page.getByRole('navigation', { name: 'Breadcrumb' })
    await expect(crumbs.getByRole('listitem').last().locator(':scope > :last-child')).toHaveRole('link')
  }
})

test.describe('of another organization', () => {
  test.use({ expectedConsoleErrors: [/status of 404/] })

  test('a batch and an agent are not there', async ({ page }) => {
    const stranger = await createTestOrganization()
    const batchId = await enrollSome(stranger)
    await page.goto(`/batches/${batchId}`)
    await expect(page.getByRole('heading', { name: 'No such batch' })).toBeVisible()
    await page.goto(`/agents/${stranger.agents.alwaysOn}`)
    await expect(page.getByRole('heading', { name: 'No such agent' })).toBeVisible()
  })
})

test.describe('at the width of a tablet, beside the sidebar', () => {
  test.use({ viewport: { width: 768, height: 1024 } })

  test('no table is wider than the page', async ({ page, tenant }) => {
    const batchId = await enrollSome(tenant)
    for (const path of ['/batches', `/batches/${batchId}`]) {
      await page.goto(path)
      await expect(page.getByRole('table').first()).toBeVisible()
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
      await expectNoSidewaysScroll(page)
    }
  })
})

test.describe('at the width of a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('nothing scrolls sideways, and the navigation is a sheet', async ({ page, tenant }) => {
    test.slow()
    const batchId = await enrollSome(tenant)
    for (const path of [
      '/agents',
      `/agents/${tenant.agents.officeHours}`,
      '/batches',
      `/batches/${batchId}`,
      '/credits',
    ]) {
      await page.goto(path)
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
      await expectNoSidewaysScroll(page)
      await expectAccessible(page)
    }
    await page.getByRole('button', { name: 'Open navigation' }).tap()
    await page.getByRole('link', { name: 'Agents' }).tap()
    await expect(page).toHaveURL('/agents')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })

  test('a file is enrolled, and no step scrolls sideways', async ({ page, tenant }) => {
    test.slow()
    const wizard = await Wizard.open(page, tenant)
    await wizard.upload('e2e/fixtures/crm-export.csv')
    await expect(page.getByText('1,000 rows')).toHaveCount(2)
    await expectNoSidewaysScroll(page)
    await wizard.next('Map columns')
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
    await wizard.next('Review rows')
    await expect(wizard.counts).toContainText('765 of 1,000 will be enrolled')
    // Those in sight and a few beside them are drawn, however long the file is.
    const cards = page.getByRole('list', { name: 'Rows of the file' }).getByRole('listitem')
    await expect(cards.first()).toContainText('Guiseppe Maggio')
    expect(await cards.count()).toBeLessThan(40)
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
    await wizard.next('Set options')
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
    await wizard.button('Enroll 765 contacts').tap()
    await expect(page.getByRole('heading', { name: '765 contacts enrolled' })).toBeVisible()
    await expectNoSidewaysScroll(page)
  })
})
