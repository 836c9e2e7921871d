import { test as base } from '@playwright/test'
import { laterContact } from '@/testing/factories'
import { expect, expectAccessible, test, watchConsole } from './browser-test'
import { enroll } from './console-api'

base.describe('signing in', () => {
  base('asks first, and comes back to the page that was wanted', async ({ page }) => {
    const errors = watchConsole(page)
    await page.goto('/batches?status=active')
    await expect(page).toHaveURL(/\/sign-in\?next=%2Fbatches%3Fstatus%3Dactive$/)
    await expect(page).toHaveTitle('Sign in · Rollcall')
    await expectAccessible(page)
    expect(errors).toEqual([])
  })

  base('does not follow a link to somewhere else', async ({ page }) => {
    await page.goto('/sign-in?next=//evil.example')
    await expect(page.getByRole('heading', { name: 'Sign in to Rollcall' })).toBeVisible()
  })
})

test.describe('the form', () => {
  test.use({ expectedConsoleErrors: [/status of (401|429|503)|ERR_FAILED/] })

  test('says what is wrong beside its field, keeps the input, and lets the operator in', async ({ page, tenant }) => {
    await page.context().clearCookies()
    await page.goto(`/sign-in?next=${encodeURIComponent('/credits')}`)
    const email = page.getByLabel('Email')
    const password = page.getByLabel('Password')

    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByText('Enter your email.')).toBeVisible()
    await expect(email).toBeFocused()

    await email.fill(tenant.operator.email)
    await password.fill('not the password')
    await password.press('Enter')
    await expect(page.getByText('This email and password do not belong together.')).toBeVisible()
    await expect(email).toHaveValue(tenant.operator.email)
    await expectAccessible(page)

    await password.fill(tenant.operator.password)
    await password.press('Enter')
    await expect(page).toHaveURL('/credits')
    await expect(page.getByRole('heading', { name: 'Credits', level: 1 })).toBeVisible()
  })

  test('an operator who is faster than the scripts signs in all the same, and the password is in no address', async ({
    page,
    tenant,
  }) => {
    await page.context().clearCookies()
    const addresses: string[] = []
    page.on('request', (request) => addresses.push(request.url()))
    let letThrough = () => {}
    const typed = new Promise<void>((resolve) => {
      letThrough = resolve
    })
    await page.route('**/_next/static/**/*.js*', async (route) => {
      await typed
      await route.continue()
    })
    await page.goto('/sign-in', { waitUntil: 'commit' })
    await page.getByLabel('Email').fill(tenant.operator.email)
    await page.getByLabel('Password').fill(tenant.operator.password)
    await page.getByLabel('Password').press('Enter')
    await page.getByRole('button', { name: 'Sign in' }).click()
    letThrough()
    await expect(page).toHaveURL('/')
    expect(addresses.filter((address) => address.includes('password='))).toEqual([])
  })

  test('says that there were too many attempts, and that no answer came', async ({ page, tenant }) => {
    await page.context().clearCookies()
    await page.goto('/sign-in')
    await page.getByLabel('Email').fill(tenant.operator.email)
    await page.getByLabel('Password').fill(tenant.operator.password)
    const signIn = page.getByRole('button', { name: 'Sign in' })
    const told = page.getByRole('alert').filter({ hasText: /\w/ })
    const address = '**/api/auth/sign-in/email'

    await page.route(address, (route) =>
      route.fulfill({ status: 429, json: { error: 'RATE_LIMITED', message: 'Later.' } }),
    )
    await signIn.click()
    await expect(told).toContainText('Too many attempts')
    await expectAccessible(page)

    await page.unroute(address)
    await page.route(address, (route) => route.abort())
    await signIn.click()
    await expect(told).toContainText('The server could not be reached')

    await page.unroute(address)
    await page.route(address, (route) =>
      route.fulfill({ status: 503, json: { error: 'X', message: 'Wait a moment.' } }),
    )
    await signIn.click()
    await expect(told).toContainText('Wait a moment.')
    await expect(page.getByLabel('Password')).toHaveValue(tenant.operator.password)

    await page.unroute(address)
    await signIn.click()
    await expect(page).toHaveURL('/')
  })

  test('a press after the session has ended leads to it, and back to the page', async ({ page, tenant, sql }) => {
    const batchId = await enroll(tenant, tenant.agents.alwaysOn, [laterContact(1)])
    await page.goto(`/batches/${batchId}`)
    const pause = page.getByRole('button', { name: 'Pause' })
    await expect(pause).toBeVisible()
    // The page itself asks for nothing meanwhile: the press is the first to learn of it.
    await page.route('**/api/trpc/**', (route) =>
      route.request().method() === 'GET' ? route.abort() : route.continue(),
    )
    await sql('DELETE FROM sessions WHERE user_id IN (SELECT user_id FROM members WHERE organization_id = $1)', [
      tenant.organizationId,
    ])
    await pause.click()
    await expect(page).toHaveURL(`/sign-in?next=${encodeURIComponent(`/batches/${batchId}`)}`)
    await page.unroute('**/api/trpc/**')
    await page.getByLabel('Email').fill(tenant.operator.email)
    await page.getByLabel('Password').fill(tenant.operator.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page).toHaveURL(`/batches/${batchId}`)
    await expect(pause).toBeVisible()
  })

  test('signing out ends the session', async ({ page }) => {
    await page.goto('/agents')
    await page.getByRole('button', { name: /^Account of/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await expect(page).toHaveURL(/\/sign-in/)
    await page.goto('/agents')
    await expect(page).toHaveURL(/\/sign-in\?next=%2Fagents$/)
  })
})
