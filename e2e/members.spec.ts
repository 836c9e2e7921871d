import { laterContact } from '@/testing/factories'
import { expect, expectAccessible, expectNoSidewaysScroll, fromHome, test, watchConsole } from './browser-test'
import { enroll } from './console-api'

const PASSWORD = 'a compiler for everybody'

test('a colleague is invited, looks as a viewer, works as an operator, and is out once removed', async ({
  page,
  tenant,
  browser,
}) => {
  test.slow()
  const batchId = await enroll(tenant, tenant.agents.alwaysOn, [laterContact(1)])

  // Invited, with what is wrong beside its field.
  await fromHome(page, 'Settings', 'Members')
  await expect(page).toHaveTitle('Members · Rollcall')
  await expect(page.getByText('1 member')).toBeVisible()
  await page.getByRole('button', { name: 'Invite a member' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Send invitation' }).click()
  await expect(dialog.getByRole('alert')).toHaveText('Enter the email of your colleague.')
  await expectAccessible(page)
  const email = `grace-${batchId}@example.com`
  await dialog.getByLabel('Email').fill(email)
  await dialog.getByRole('combobox', { name: 'Role' }).selectOption('Viewer')
  await dialog.getByRole('button', { name: 'Send invitation' }).click()
  await expect(dialog.getByText('This installation sends no mail')).toBeVisible()
  await expectAccessible(page)
  const link = ((await dialog.getByText(/\/invitation\//).textContent()) ?? '').trim()
  await dialog.getByRole('button', { name: 'I have copied the link' }).click()
  await expect(page.getByRole('table', { name: 'Invitations' }).getByText(email)).toBeVisible()
  await expectAccessible(page)

  // Accepted by a new user, who is signed in by it.
  const context = await browser.newContext({ baseURL: new URL(page.url()).origin })
  const colleague = await context.newPage()
  const errors = watchConsole(colleague, [/status of 40[134]/])
  await colleague.goto(new URL(link).pathname)
  await expect(colleague).toHaveTitle('Invitation · Rollcall')
  await colleague.getByRole('button', { name: 'Join' }).click()
  await expect(colleague.getByText('Enter your name.')).toBeVisible()
  await expectAccessible(colleague)
  await colleague.getByLabel('Your name').fill('Grace Hopper')
  await colleague.getByLabel('Password').fill('short')
  await colleague.getByRole('button', { name: 'Join' }).click()
  await expect(colleague.getByText('Choose a password of 12 characters or more.')).toBeVisible()
  await colleague.getByLabel('Password').fill(PASSWORD)
  await colleague.getByRole('button', { name: 'Join' }).click()
  await expect(colleague.getByRole('button', { name: 'Account of Grace Hopper' })).toBeVisible()

  // A viewer sees, and finds nothing to press; what is asked all the same is refused.
  await colleague.goto(`/batches/${batchId}`)
  await expect(colleague.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(colleague.getByRole('button', { name: 'Pause' })).toHaveCount(0)
  await colleague.goto('/settings/members')
  await expect(colleague.getByRole('table', { name: 'Members' }).getByText('Grace Hopper')).toBeVisible()
  await expect(colleague.getByRole('button', { name: 'Invite a member' })).toHaveCount(0)
  await colleague.goto('/settings/organization')
  await expect(colleague.getByLabel('Name', { exact: true })).toBeDisabled()
  await expect(colleague.getByRole('button', { name: 'Save settings' })).toHaveCount(0)
  const refused = await colleague.request.post('/api/trpc/batches.pause', { data: { batchId } })
  expect(refused.status()).toBe(403)

  // As an operator she may.
  await page.reload()
  await page.getByRole('button', { name: 'Actions for Grace Hopper' }).first().click()
  await page.getByRole('menuitem', { name: 'Change role' }).click()
  await page.getByRole('combobox', { name: 'Role' }).selectOption('Operator')
  await page.getByRole('button', { name: 'Change role' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await colleague.goto(`/batches/${batchId}`)
  await colleague.getByRole('button', { name: 'Pause' }).click()
  await expect(colleague.getByRole('button', { name: 'Resume' })).toBeVisible()

  // Removed, she is out with the next click.
  await page.getByRole('button', { name: 'Actions for Grace Hopper' }).first().click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Remove member' }).click()
  await expect(page.getByText('1 member')).toBeVisible()
  // Her page may notice by itself meanwhile, and leave for the sign-in in the midst of ours.
  await expect(async () => {
    await colleague.goto('/batches')
    await expect(colleague).toHaveURL(/\/sign-in/)
  }).toPass()
  await colleague.goto(new URL(link).pathname)
  await expect(colleague.getByRole('heading', { name: 'This invitation is no longer valid' })).toBeVisible()
  expect(errors).toEqual([])
  await context.close()
})

test.describe('the last owner', () => {
  test.use({ expectedConsoleErrors: [/status of 409/] })

  test('stays, and the settings fit a phone', async ({ page }) => {
    await page.goto('/settings/members')
    await page
      .getByRole('button', { name: /^Actions for/ })
      .first()
      .click()
    await page.getByRole('menuitem', { name: 'Leave the organization' }).click()
    await page.getByRole('button', { name: 'Leave the organization' }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'this is the last one' })).toBeVisible()
    await page.getByRole('button', { name: 'Stay a member' }).click()
    await page.setViewportSize({ width: 390, height: 844 })
    for (const name of ['general', 'members', 'profile', 'password', 'sessions']) {
      await page.goto(name === 'general' ? '/settings' : `/settings/${name}`)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expectAccessible(page)
      await expectNoSidewaysScroll(page)
    }
  })
})

test.describe('the organization', () => {
  test.use({ expectedConsoleErrors: [/status of 400/] })

  test('changes its settings, and says beside the field what is wrong', async ({ page, sql, tenant }) => {
    await page.goto('/settings/organization')
    await expectAccessible(page)
    const name = page.getByLabel('Name', { exact: true })
    await name.fill('')
    await page.getByRole('button', { name: 'Save settings' }).click()
    await expect(page.getByText('Give the organization a name.')).toBeVisible()
    await name.fill('Difference Engines')
    await page.getByLabel(/^Refuse premium rate/).click()
    await page.getByRole('button', { name: 'Save settings' }).click()
    await expect(page.getByText('The settings are saved.')).toBeVisible()
    const rows = await sql<{ name: string; premium: boolean }>(
      'SELECT name, premium_numbers_refused AS premium FROM organizations WHERE id = $1',
      [tenant.organizationId],
    )
    expect(rows).toEqual([{ name: 'Difference Engines', premium: true }])
  })
})
