import { getAgent } from '@/domain/agents/get-agent'
import { enrollSingle } from '@/domain/enrollment/enroll-single'
import { getCallingPolicy } from '@/domain/organizations/get-calling-policy'
import { updateCallingPolicy } from '@/domain/organizations/update-calling-policy'
import { optOutPerson } from '@/domain/suppression/opt-out-person'
import { testContact } from '@/testing/factories'
import { expect, expectAccessible, expectNoSidewaysScroll, fromHome, test } from './browser-test'
import { enroll, waitForBatch } from './console-api'

// The simulated dialer reaches the goal with 0001.
const CALLED = '+12125550001'

test.describe('calling rules', () => {
  // What is no number is refused before it is sent, and what somebody else has changed by the server.
  test.use({ expectedConsoleErrors: [/status of 409/] })

  test('are switched by an owner from Home, with their sources, limits and what they mean', async ({
    page,
    tenant,
  }) => {
    test.slow()
    const { actor, agents } = tenant
    await fromHome(page, 'Settings', 'Calling rules')
    await expect(page.getByText('None of this is legal advice')).toBeVisible()
    await page.getByText('29 rules with their sources').click()
    const florida = page.getByRole('listitem').filter({ hasText: 'us-fl-hours' })
    await expect(florida).toContainText(/Florida:.*8:00\sAM to 8:00\sPM/)
    await expect(florida).toContainText(/Read on \d{4}-\d\d-\d\d/)
    await page.getByRole('checkbox', { name: 'States of the United States' }).check()
    const day = page.getByLabel('Calls in any 24 hours')
    await day.fill('many')
    await page.getByRole('button', { name: 'Save calling rules' }).press('Enter')
    await expect(day).toBeFocused()
    await expect(day).toHaveAttribute('aria-invalid', 'true')
    await day.fill('3')
    await page.getByRole('button', { name: 'Save calling rules' }).press('Enter')
    await expect(page.getByText('The calling rules are saved.')).toBeVisible()
    const policy = await getCallingPolicy(actor)
    expect(policy).toMatchObject({ ruleSets: ['us-states'], caps: { callsPerDay: 3, callsPerWeek: null } })
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)

    // Somebody else was quicker: nothing of theirs is lost.
    await updateCallingPolicy(actor, { version: policy.version, ruleSets: ['us-states', 'canada'] })
    await page.getByLabel('Days of rest').fill('7')
    await page.getByRole('button', { name: 'Save calling rules' }).press('Enter')
    await expect(page.getByText('The calling rules were not saved')).toBeVisible()
    await page.getByRole('button', { name: 'Load them again' }).press('Enter')
    await expect(page.getByRole('checkbox', { name: 'Canada' })).toBeChecked()

    await page.goto(`/agents/${agents.alwaysOn}`)
    await expect(page.getByText('States of the United States, Canada')).toBeVisible()
    await expect(page.getByText('3 calls in 24 hours')).toBeVisible()
  })
})

test('an agent has limits, a subject and a consent of its own', async ({ page, tenant }) => {
  const { actor, agents } = tenant
  // What is typed before React has taken the form over is not known to it.
  await page.goto(`/agents/${agents.alwaysOn}/settings`, { waitUntil: 'networkidle' })
  await page.getByRole('checkbox', { name: 'Collects debts' }).check()
  await page.getByLabel('Subject (optional)').fill('Renewals')
  await page.getByLabel('Minutes between two calls').fill('0')
  await page.getByRole('checkbox', { name: 'Written' }).check()
  await page.getByLabel('At most so many days old (optional)').fill('365')
  await page.getByRole('button', { name: 'Save changes' }).press('Enter')
  await expect(page.getByLabel('Minutes between two calls')).toBeFocused()
  await expectAccessible(page)
  await page.getByLabel('Minutes between two calls').fill('60')
  await page.getByRole('button', { name: 'Save changes' }).press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Always on' })).toBeVisible()
  expect(await getAgent(actor, agents.alwaysOn)).toMatchObject({
    subject: 'Renewals',
    collectsDebts: true,
    caps: { gapMinutes: 60, callsPerDay: null },
    consent: { bases: ['written'], ageDaysMax: 365 },
  })
  await expect(page.getByText('60 minutes between two calls')).toBeVisible()
  await expect(page.getByText('written, 365 days old at most')).toBeVisible()
})

test('why a person was called at that hour, and why another was not, stands on their pages and in a file', async ({
  page,
  tenant,
}) => {
  test.slow()
  const { actor, agents } = tenant
  // A cap is enough for decisions to be kept, and holds at any hour of the day.
  const { version } = await getCallingPolicy(actor)
  await updateCallingPolicy(actor, {
    version,
    caps: { callsPerDay: 1, callsPerWeek: null, gapMinutes: null, restDays: null },
  })
  const batchId = await enroll(tenant, agents.alwaysOn, [testContact(1, { phoneNumber: CALLED, name: 'Ada Lovelace' })])
  await waitForBatch(tenant, batchId, ({ status }) => status === 'finished')

  await page.goto(`/people/${encodeURIComponent(CALLED)}`)
  const trail = page.getByRole('region', { name: 'Everything about this number' })
  await expect(trail.getByText(/^Call by Always on from \S+: Goal Completed/)).toBeVisible()
  const allowed = trail.getByRole('listitem').filter({ hasText: 'Right before the call: may be called.' })
  await allowed.getByText('Why', { exact: true }).click()
  // New York, by the area code, on the clock there.
  await expect(allowed).toContainText(/Local time\d{4}-\d\d-\d\d \d\d:\d\d:\d\d -0[45]:00 America\/New_York/)
  await expect(allowed).toContainText('US-NY, known by number')
  await expect(trail.getByText(/^Ada Lovelace was enrolled with Always on\./)).toBeVisible()
  await expectAccessible(page)
  await expectNoSidewaysScroll(page)

  // Once more on the same day is later, and the trail says why.
  await enroll(tenant, agents.alwaysOn, [testContact(2, { phoneNumber: CALLED, name: 'Ada Lovelace' })])
  await page.reload()
  await expect(
    trail.getByText('not yet. The number has had the one call that is allowed in 24 hours.').first(),
  ).toBeVisible()

  // Who has opted out is not called, and was not.
  await optOutPerson(actor, { phoneNumber: CALLED, reason: 'Wrote a letter' })
  const body = testContact(3, { phoneNumber: CALLED })
  const refused = enrollSingle(actor, { agentId: agents.alwaysOn, body, source: 'api' })
  await expect(refused).rejects.toMatchObject({ details: [{ code: 'SUPPRESSED' }] })
  await page.reload()
  await expect(trail.getByText('Put on the suppression list “Do not call”. Wrote a letter')).toBeVisible()
  await expect(trail.getByText('Asked not to be called again.', { exact: true })).toBeVisible()

  await trail.getByRole('button', { name: 'Export' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Page to read (HTML)' }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe('trail-12125550001.html')
  const saved = test.info().outputPath('trail.html')
  await file.saveAs(saved)
  await page.goto(`file://${saved}`)
  await expect(page.getByRole('heading', { name: /^Ada Lovelace: what .* did with this number$/ })).toBeVisible()
  await expect(page.getByText('Right before the call: may be called.')).toBeVisible()
})
