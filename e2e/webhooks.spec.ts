import { testContact } from '@/testing/factories'
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './browser-test'
import { enroll, waitForBatch } from './console-api'

// No name ends in .invalid: each attempt fails at once, and nothing leaves the machine.
const NOWHERE = 'https://hooks.rollcall.invalid/results'

test.describe('an endpoint', () => {
  // The server refuses an address.
  test.use({ expectedConsoleErrors: [/status of 400/] })

  test('from its first delivery to its end', async ({ page, tenant, sql }) => {
    test.slow()
    await page.goto('/webhooks')
    await expect(page.getByRole('heading', { name: 'No endpoint yet' })).toBeVisible()
    await expectAccessible(page)

    // Made, with errors beside the field: of the browser, then of the server.
    await page.getByRole('button', { name: 'Add endpoint' }).click()
    const form = page.getByRole('dialog', { name: 'Add an endpoint' })
    const url = form.getByLabel('URL')
    for (const [address, fault] of [
      ['hooks', 'Write an https:// address.'],
      ['http://example.com/', 'Only https:// is possible: what is sent has names and phone numbers in it.'],
      ['https://169.254.169.254/', '169.254.169.254 is not a public address.'],
    ] as const) {
      await url.fill(address)
      await url.press('Enter')
      await expect(form.getByRole('alert')).toHaveText(fault)
      await expect(url).toHaveAttribute('aria-invalid', 'true')
      await expect(url).toHaveValue(address)
    }
    await expectAccessible(page)
    await url.fill(NOWHERE)
    // The dialog cannot be closed while the endpoint is being made: its secret would never be shown.
    let letGo = () => {}
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    await page.route('**/api/trpc/webhooks.endpoints.create*', async (route) => {
      await held
      await route.continue()
    })
    await form.getByRole('button', { name: 'Add endpoint' }).click()
    await page.keyboard.press('Escape')
    await form.getByRole('button', { name: 'Close' }).click()
    await expect(form.getByRole('button', { name: 'Cancel' })).toBeDisabled()
    letGo()
    const shown = page.getByRole('dialog', { name: 'The endpoint is ready' })
    await expect(shown).toContainText('whsec_')
    await expectAccessible(page)
    const [made] = await sql<{ id: string; secret: string }>(
      'SELECT id, secret FROM webhook_endpoints WHERE organization_id = $1',
      [tenant.organizationId],
    )
    await expect(shown).toContainText(made?.secret ?? 'no secret')
    await shown.getByRole('button', { name: 'I have stored the secret' }).click()
    await expect(page).toHaveURL(`/webhooks/${made?.id}`)
    await expect(page.getByRole('heading', { level: 1, name: 'hooks.rollcall.invalid' })).toBeVisible()
    await expect(page.getByText('whsec_')).toHaveCount(0)

    // A delivery, which fails.
    const batchId = await enroll(tenant, tenant.agents.alwaysOn, [testContact(1, { phoneNumber: '+12125550001' })])
    await waitForBatch(tenant, batchId, ({ status }) => status === 'finished')
    const row = page.getByRole('row', { name: /Contact 1/ })
    // On its way is only what has not failed yet; the page leads with that, and gives the reason in full.
    await expect(row).toContainText('Failing, tried again', { timeout: 20_000 })
    await expect(row).toContainText('hooks.rollcall.invalid')
    await expect(page.getByText(/^Failing since /)).toBeVisible()
    await expect(page.getByText(/Last answer: .*hooks\.rollcall\.invalid/)).toBeVisible()
    await expect(page.locator('header').getByText('Failing', { exact: true })).toBeVisible()
    await expect(page.getByText('Enabled')).toHaveCount(0)
    await expectAccessible(page)
    await row.getByRole('link', { name: 'The call to Contact 1' }).click()
    await expect(page).toHaveURL(/\/sequences\/call-sequence\.\w+#call\./)
    await page.goBack()
    await row.getByRole('link', { name: 'Contact 1', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Result of the call to Contact 1' })).toBeVisible()
    await expect(page.getByRole('row', { name: /hooks\.rollcall\.invalid/ }).first()).toContainText('Failed')
    await expect(page.locator('pre')).toContainText('"resultType": "Goal Completed"')
    await expectAccessible(page)
    await page.getByRole('link', { name: 'The call' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Contact 1' })).toBeVisible()
    await page.goBack()

    // Replayed.
    const first = page.url()
    await page.getByRole('button', { name: 'Replay' }).click()
    await expect(page).not.toHaveURL(first)
    await expect(page.getByRole('link', { name: 'Replay of another delivery' })).toBeVisible()
    expect(
      await sql(
        'SELECT replay_of IS NOT NULL AS replay FROM webhook_deliveries WHERE endpoint_id = $1 ORDER BY created_at',
        [made?.id],
      ),
    ).toEqual([{ replay: false }, { replay: true }])
    await page.getByRole('link', { name: 'hooks.rollcall.invalid' }).click()
    // A press that came before would take the place of this one in the history.
    await expect(page).toHaveURL(`/webhooks/${made?.id}`)

    // The list of endpoints says it too.
    await page.getByRole('link', { name: 'Webhooks' }).first().click()
    await expect(page.getByRole('row', { name: /hooks\.rollcall\.invalid/ }).first()).toContainText(/Failing.*Since/)
    await page.goBack()

    // The filter is in the URL.
    await page.getByRole('combobox', { name: 'State of deliveries' }).selectOption('Delivered')
    await expect(page).toHaveURL(/status=delivered/)
    await expect(page.getByRole('heading', { name: 'No delivery is in this state' })).toBeVisible()
    await page.goBack()
    await expect(page.getByRole('row', { name: /Contact 1/ })).toHaveCount(2)

    // A new secret, after asking.
    await page.getByRole('button', { name: 'Rotate secret' }).click()
    await expect(page.getByRole('dialog')).toContainText('For 24 hours both sign')
    await page.getByRole('dialog').getByRole('button', { name: 'Rotate secret' }).click()
    const rotated = page.getByRole('dialog', { name: 'The new secret' })
    await expect(rotated).toBeVisible()
    const [after] = await sql<{ secret: string; old_secret: string }>(
      'SELECT secret, old_secret FROM webhook_endpoints WHERE id = $1',
      [made?.id],
    )
    expect(after?.old_secret).toBe(made?.secret)
    await expect(rotated).toContainText(after?.secret ?? 'no secret')
    await rotated.getByRole('button', { name: 'I have stored the secret' }).click()
    await expect(page.getByText('Two secrets sign at the moment')).toBeVisible()

    // What failed is told on the page and in the list, and sent again.
    await sql("UPDATE webhook_deliveries SET status = 'failed', ended_at = now() WHERE endpoint_id = $1", [made?.id])
    await page.goto('/webhooks')
    await expect(page.getByText('An endpoint does not get its results')).toBeVisible()
    await expectAccessible(page)
    await page.goto(`/webhooks/${made?.id}`)
    await expect(page.getByText('1 delivery failed in the last 7 days, after all attempts.')).toBeVisible()
    await page.getByRole('button', { name: 'Recover' }).click()
    await expect(page.getByRole('dialog')).toContainText('under a new webhook-id')
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Send again' }).click()
    await expect(page.getByText('1 result is sent again.')).toBeVisible()
    await expect(page.getByText('Results could not be delivered')).toHaveCount(0)

    // Disabled, enabled, deleted.
    await page.getByRole('button', { name: 'Disable' }).click()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByRole('button', { name: 'Disable' })).toBeVisible()
    await page.getByRole('button', { name: 'Disable' }).click()
    await expect(page.getByText('Nothing is sent to this endpoint')).toBeVisible()
    await expect(page.getByText(/Disabled by /)).toBeVisible()
    await expectAccessible(page)
    await expect(page.getByText('Results wait meanwhile, and are sent when it is enabled')).toBeVisible()
    // Of what is still to be delivered nobody says that it is being tried.
    const newest = page.getByRole('row', { name: /Contact 1/ }).first()
    await expect(newest).toContainText('Waiting: the endpoint is off')
    await expect(page.getByText('Failing, tried again')).toHaveCount(0)
    await newest.getByRole('link', { name: /^Contact 1/ }).click()
    await expect(page.locator('header').getByText('Waiting: the endpoint is off')).toBeVisible()
    await expectAccessible(page)
    await page.goBack()
    await page.getByRole('button', { name: 'Enable' }).click()
    await expect(page.getByText('Nothing is sent to this endpoint')).toHaveCount(0)
    await expect(page.getByText('Waiting: the endpoint is off')).toHaveCount(0)
    await page.getByRole('button', { name: 'Delete' }).click()
    await expect(page.getByRole('dialog')).toContainText('Its deliveries stay in the log.')
    await page.getByRole('button', { name: 'Delete endpoint' }).click()
    await expect(page).toHaveURL('/webhooks')
    await expect(page.getByRole('heading', { name: 'No endpoint yet' })).toBeVisible()
  })
})

test.describe('of nobody', () => {
  test.use({ expectedConsoleErrors: [/status of 404/] })

  test('an endpoint and a delivery are not there', async ({ page }) => {
    await page.goto('/webhooks/01a20983-26f8-75d9-89a6-70b0a20bc8d2')
    await expect(page.getByRole('heading', { name: 'No such webhook endpoint' })).toBeVisible()
    await page.goto('/webhooks/deliveries/x')
    await expect(page.getByRole('heading', { name: 'No such delivery' })).toBeVisible()
  })
})

test.describe('at the width of a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: 'dark' })

  test('nothing scrolls sideways', async ({ page }) => {
    await page.goto('/webhooks')
    await page.getByRole('button', { name: 'Add endpoint' }).tap()
    await page.getByLabel('URL').fill(`https://hooks.rollcall.invalid/${'long-'.repeat(40)}`)
    await page.getByRole('dialog').getByRole('button', { name: 'Add endpoint' }).tap()
    await expect(page.getByRole('dialog')).toContainText('whsec_')
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
    await page.getByRole('button', { name: 'I have stored the secret' }).tap()
    await expect(page.getByRole('heading', { name: 'hooks.rollcall.invalid' })).toBeVisible()
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
    await page.goto('/webhooks')
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
  })
})
