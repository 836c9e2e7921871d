import { describe, expect, it } from 'vitest'
import { foldName, nearestName } from './nearest-name.rules'

const known = ['dryRun', 'lifecycleStatus', 'cursor', 'limit']

describe('nearestName', () => {
  it.each([
    ['dryrun', 'dryRun'],
    ['dry_run', 'dryRun'],
    ['DRY-RUN', 'dryRun'],
    ['dryRn', 'dryRun'],
    ['dryRunn', 'dryRun'],
    ['lifecycle_status', 'lifecycleStatus'],
    ['lifecyclestate', 'lifecycleStatus'],
    ['limits', 'limit'],
    ['cursour', 'cursor'],
  ])('%s is meant as %s', (name, nearest) => {
    expect(nearestName(name, known)).toBe(nearest)
  })

  it.each(['', ' ', '_', 'page', 'x', 'constructor', 'l'.repeat(65)])('%j is near to none', (name) => {
    expect(nearestName(name, known)).toBeNull()
  })

  it('knows nothing of no names', () => {
    expect(nearestName('dryRun', [])).toBeNull()
  })
})

it('folds what people write differently', () => {
  for (const name of ['phoneNumber', 'phone_number', 'Phone Number', 'PHONE-NUMBER', ' phone  number ']) {
    expect(foldName(name)).toBe('phonenumber')
  }
})
