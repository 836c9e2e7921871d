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

  it('is at most a third of its letters off', () => {
    expect(nearestName('dryXYn', known)).toBe('dryRun')
    expect(nearestName('dryXYZ', known)).toBeNull()
  })

  it('is the first of those that are as near', () => {
    expect(nearestName('limid', ['limit', 'limix'])).toBe('limit')
  })

  it('is looked for with names of 64 characters at most', () => {
    expect(nearestName('l'.repeat(64), ['l'.repeat(64)])).toBe('l'.repeat(64))
    expect(nearestName('l'.repeat(65), ['l'.repeat(65)])).toBeNull()
  })

  it('is nobody’s who wrote none', () => {
    expect(nearestName(' ', ['_'])).toBeNull()
  })

  it('finds nothing among no names', () => {
    expect(nearestName('dryRun', [])).toBeNull()
  })
})

it('folds what people write differently', () => {
  for (const name of ['phoneNumber', 'phone_number', 'Phone Number', 'PHONE-NUMBER', ' phone  number ']) {
    expect(foldName(name)).toBe('phonenumber')
  }
})
