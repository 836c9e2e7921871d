import { readdir } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import type { AcceptedBatch } from '@/domain/enrollment/enrollment-answer.schema'
import { createEndpoint } from '@/domain/webhooks/create-endpoint'
import { testContact } from '@/testing/factories'
import { csvFile, expect, expectAccessible, test, Wizard } from './browser-test'

/** What the page was kept from loading or running, workers included, since it was opened. */
async function watchViolations(page: Page): Promise<string[]> {
  const violations: string[] = []
  await page.exposeFunction('reportViolation', (text: string) => violations.push(text))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, sample }) => {
      const { reportViolation } = window as unknown as { reportViolation: (text: string) => void }
      reportViolation(`${violatedDirective} ${blockedURI} ${sourceFile} ${sample}`)
    })
  })
  // A worker has no document; what it may not do it says on the console.
  page.on('worker', (worker) => {
    worker.on('console', (message) => {
      if (/content security policy/i.test(message.text())) violations.push(message.text())
    })
  })
  return violations
}

/** The addresses of all pages of src/app, with `[…]` for what varies: a new one is opened here or fails the test. */
async function listPages(): Promise<string[]> {
  const files = await readdir('src/app', { recursive: true })
  const pages = files.filter((file) => /(^|\/)page\.tsx$/.test(file))
  return pages.map((file) => `/${file.replace(/\/?page\.tsx$/, '').replaceAll(/\([^/]*\)\/?/g, '')}`).sort()
}

test('no page loads or runs what its policy does not know', async ({ page, tenant, sql }) => {
  test.slow()
  const violations = await watchViolations(page)
  const { batchId, sequenceId } = await enrollOne(tenant.apiKey, tenant.agents.alwaysOn, sql)
  const actor = { organizationId: tenant.organizationId, kind: 'system', id: 'test', label: 'Test' } as const
  const { endpointId } = await createEndpoint(actor, { url: 'https://example.com/hook' })
  const params: Record<string, string> = {
    '[agentId]': tenant.agents.alwaysOn,
    '[batchId]': batchId,
    '[sequenceId]': sequenceId,
    '[endpointId]': endpointId,
    // Pages that say that there is nothing are pages too.
    '[importId]': '01a20983-26f8-75d9-89a6-70b0a20bc8d2',
    '[deliveryId]': '01a20983-26f8-75d9-89a6-70b0a20bc8d2',
    '[listId]': '01a20983-26f8-75d9-89a6-70b0a20bc8d2',
    '[keyId]': '01a20983-26f8-75d9-89a6-70b0a20bc8d2',
    '[token]': 'nobody-has-this-one',
    '[number]': encodeURIComponent('+15550001234'),
  }
  const pages = await listPages()
  expect(pages.length).toBeGreaterThan(10)
  for (const pattern of [...pages, '/nowhere']) {
    const path = pattern.replaceAll(/\[\w+\]/g, (name) => params[name] ?? name)
    const response = await page.goto(path)
    const policy = response?.headers()['content-security-policy'] ?? ''
    expect(policy, path).toMatch(/(^|; )default-src 'self'(;|$)/)
    expect(policy.match(/script-src ([^;]*)/)?.[1], path).toMatch(/^'self' 'nonce-[\w+/=]{22,}' 'strict-dynamic'$/)
    await expect(page.getByRole('heading', { level: 1 }), path).toBeVisible()
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
    expect(violations, path).toEqual([])
  }
  // And it is a policy that forbids: the test above could not fail otherwise.
  await page.evaluate(() => {
    document.body.insertAdjacentHTML('beforeend', '<img src="https://example.com/x.png" onerror="document.title = 1">')
  })
  await expect
    .poll(() => violations.map((violation) => violation.split(' ')[0]).sort())
    .toEqual(['img-src', 'script-src-attr'])
})
test('when the frame of all pages breaks, what stands in for it keeps to the policy, and tries again', async ({
  page,
}) => {
  const violations = await watchViolations(page)
  // Whatever all pages stand on asks for the colors of the system.
  await page.addInitScript(() => {
    const real = window.matchMedia.bind(window)
    window.matchMedia = (query) => {
      if (query.includes('prefers-color-scheme') && !('mended' in window)) throw new Error('broken by the test')
      return real(query)
    }
  })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto('/agents')
  await expect(page.getByRole('heading', { name: 'Something broke' })).toBeVisible()
  await expect(page).toHaveTitle('Something broke · Rollcall')
  await expectAccessible(page)
  // It looks like the rest: in its font, in the theme of the system, or in the one that was chosen.
  const look = () =>
    page.evaluate(() => {
      const { color, fontFamily } = getComputedStyle(document.body)
      // Whatever space the color is told in, drawn it is red, green and blue.
      const canvas = document.createElement('canvas').getContext('2d')
      if (!canvas) throw new Error('There is no canvas.')
      canvas.fillStyle = color
      canvas.fillRect(0, 0, 1, 1)
      return { isDark: (canvas.getImageData(0, 0, 1, 1).data[0] ?? 0) > 128, font: fontFamily }
    })
  expect(await look()).toEqual({ isDark: true, font: expect.stringMatching(/geist/i) })
  expect(await page.evaluate(() => [...document.fonts].some(({ status }) => status === 'loaded'))).toBe(true)
  await page.evaluate(() => localStorage.setItem('theme', 'light'))
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Something broke' })).toBeVisible()
  expect(await look()).toMatchObject({ isDark: false })
  // It has brought its styles with it.
  const tryAgain = page.getByRole('button', { name: 'Try again' })
  expect(await tryAgain.evaluate((button) => getComputedStyle(button).borderTopLeftRadius)).not.toBe('0px')
  expect(violations).toEqual([])
  await page.evaluate(() => Object.assign(window, { mended: true }))
  await tryAgain.click()
  await expect(page.getByRole('heading', { level: 1, name: 'Agents' })).toBeVisible()
  expect(violations).toEqual([])
})
test.use({ expectedConsoleErrors: [/broken by the test|status of 404|content security policy|example\.com/i] })

async function enrollOne(
  apiKey: string,
  agentId: string,
  sql: <Row>(text: string, values?: unknown[]) => Promise<Row[]>,
) {
  const response = await fetch(`${process.env.TEST_APP_URL}/api/v1/agents/${agentId}/schedule/sequences`, {
    method: 'POST',
    headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
    body: JSON.stringify({ contacts: [testContact(1, { account_id: 'one' })] }),
  })
  expect(response.status).toBe(202)
  const { batchId } = (await response.json()) as AcceptedBatch
  const [contact] = await sql<{ id: string }>('SELECT id FROM contacts WHERE batch_id = $1', [batchId])
  const sequenceId = `call-sequence.${contact?.id}`
  await expect
    .poll(async () => (await sql('SELECT 1 FROM sequences WHERE batch_id = $1', [batchId])).length, { timeout: 30_000 })
    .toBe(1)
  return { batchId, sequenceId }
}

test('the wizard reads workbooks and judges rows within its policy', async ({ page, tenant }) => {
  const violations = await watchViolations(page)
  const wizard = await Wizard.open(page, tenant)
  await wizard.upload('e2e/fixtures/two-sheets.xlsx')
  await expect(wizard.button('Map columns')).toBeEnabled()
  await wizard.upload(csvFile('name,phoneNumber,account_id\nAda,+12125550100,a\nBob,n/a,b'))
  await wizard.next('Map columns')
  await wizard.next('Review rows')
  await expect(wizard.cell('Ada')).toBeVisible()
  expect(violations).toEqual([])
})
