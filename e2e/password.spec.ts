import type { Page } from '@playwright/test'
import { appCode } from '@/testing/authenticator-app'
import { startTestMailServer } from '@/testing/mail-server'
import { startSecondInstance } from './api/second-instance'
import { expect, expectAccessible, fromHome, test } from './browser-test'

const NEXT = 'correct horse battery staple'

async function fillSignIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

test('a forgotten password is set anew by the link of a mail, once', async ({ page, tenant }) => {
  test.slow()
  await page.context().clearCookies()
  // The app under test sends no mail, and says who can help.
  await page.goto('/sign-in')
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await expect(page).toHaveTitle('Forgot your password? · Rollcall')
  await expect(page.getByText('npm run admin -- reset-password')).toBeVisible()
  await expectAccessible(page)

  // One beside it does.
  const mails = await startTestMailServer()
  const instance = await startSecondInstance({ SMTP_URL: mails.url, MAIL_FROM: 'Rollcall <rollcall@example.com>' })
  try {
    for (const email of ['nobody@example.com', tenant.operator.email]) {
      const answer = await fetch(`${instance.origin}/api/auth/password/forgotten`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: process.env.APP_URL ?? '' },
        body: JSON.stringify({ email }),
      })
      expect([answer.status, await answer.text()]).toEqual([200, '{"success":true}'])
    }
    await expect.poll(() => mails.received.map(({ to }) => to)).toEqual([tenant.operator.email])
  } finally {
    await instance.stop()
    await mails.close()
  }
  const path = /\/reset-password\/[\w-]+/.exec(mails.received[0]?.text ?? '')?.[0] ?? ''
  await page.goto(path)
  await expectAccessible(page)
  await page.getByLabel('New password').fill('short')
  await page.getByRole('button', { name: 'Set password' }).click()
  await expect(page.getByText('Choose a password of 12 characters or more.')).toBeVisible()
  await page.getByLabel('New password').fill(NEXT)
  await page.getByRole('button', { name: 'Set password' }).click()
  await expect(page.getByText('Your new password is set.')).toBeVisible()
  await fillSignIn(page, { email: tenant.operator.email, password: NEXT })
  await expect(page.getByRole('button', { name: /^Account of/ })).toBeVisible()
  await page.goto(path)
  await expect(page.getByRole('heading', { name: 'This link no longer works' })).toBeVisible()
})

test.describe('the own password', () => {
  test.use({ expectedConsoleErrors: [/status of 40[01]/] })

  test('is changed, which ends the other sessions', async ({ page, tenant, browser }) => {
    const context = await browser.newContext({ baseURL: process.env.TEST_APP_URL })
    const other = await context.newPage()
    await other.goto('/sign-in')
    await fillSignIn(other, tenant.operator)
    await expect(other.getByRole('button', { name: /^Account of/ })).toBeVisible()

    await page.goto('/settings/sessions')
    await expect(page.getByRole('table', { name: 'Sessions' }).getByRole('row')).toHaveCount(3)
    await expectAccessible(page)

    await fromHome(page, 'Settings', 'Password and security')
    await page.getByLabel('Current password').fill('not the password')
    await page.getByLabel('New password').fill(NEXT)
    await page.getByRole('button', { name: 'Change password' }).click()
    await expect(page.getByText('This is not your password.')).toBeVisible()
    await expectAccessible(page)
    await page.getByLabel('Current password').fill(tenant.operator.password)
    await page.getByRole('button', { name: 'Change password' }).click()
    await expect(page.getByText('Your password is changed.')).toBeVisible()
    await other.goto('/batches')
    await expect(other).toHaveURL(/\/sign-in/)
    await page.goto('/settings/sessions')
    await expect(page.getByRole('table', { name: 'Sessions' }).getByRole('row')).toHaveCount(2)
    await context.close()
  })

  test('that is good once is changed before anything else', async ({ page, tenant, sql }) => {
    await sql('UPDATE users SET must_change_password = true WHERE email = $1', [tenant.operator.email])
    await page.goto('/batches')
    await expect(page).toHaveURL('/change-password')
    await expectAccessible(page)
    await page.getByLabel('One-time password').fill(tenant.operator.password)
    await page.getByLabel('New password').fill(NEXT)
    await page.getByRole('button', { name: 'Set password' }).click()
    await expect(page.getByRole('button', { name: /^Account of/ })).toBeVisible()
  })

  test('is not enough with two-factor sign-in: a code of the app, or a backup code', async ({ page, tenant }) => {
    await page.goto('/settings/password')
    await page.getByRole('button', { name: 'Turn on' }).click()
    await page.getByLabel('Your password').fill(tenant.operator.password)
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(page.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible()
    await expectAccessible(page)
    const dialog = page.getByRole('dialog')
    const secret = ((await dialog.locator('pre').textContent()) ?? '').trim()
    const uri = `otpauth://totp/Rollcall?secret=${secret}`
    await dialog.getByLabel('Code', { exact: true }).fill(appCode(uri, 40))
    await dialog.getByRole('button', { name: 'Turn on' }).click()
    await expect(dialog.getByRole('alert')).toContainText('This code is not right')
    await dialog.getByLabel('Code', { exact: true }).fill(appCode(uri))
    await dialog.getByRole('button', { name: 'Turn on' }).click()
    await expect(page.getByRole('heading', { name: 'Keep these backup codes' })).toBeVisible()
    await expectAccessible(page)
    const [backupCode = ''] = ((await dialog.locator('pre').textContent()) ?? '').trim().split('\n')
    await dialog.getByRole('button', { name: 'I have kept the codes' }).click()
    await expect(page.getByRole('button', { name: 'Turn off' })).toBeVisible()

    for (const way of ['app', 'backupCode'] as const) {
      // A page that notices it would leave for the sign-in by itself, in the midst of our going there.
      await page.goto('about:blank')
      await page.context().clearCookies()
      await page.goto('/sign-in')
      await fillSignIn(page, tenant.operator)
      await expect(page.getByLabel('Code of your authenticator app')).toBeFocused()
      await expectAccessible(page)
      if (way === 'app') {
        await page.getByLabel('Code of your authenticator app').fill(appCode(uri))
      } else {
        await page.getByRole('button', { name: 'Use a backup code instead' }).click()
        await page.getByLabel('Backup code').fill(backupCode)
      }
      await page.getByRole('button', { name: 'Sign in' }).click()
      await expect(page.getByRole('button', { name: /^Account of/ })).toBeVisible()
    }
  })
})
