import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readChanges } from './read-changes'

it('reads what concerns programs, by release and heading, on one line each', () => {
  const text = `# Changes

What people notice.

## Unreleased

### Added

- REST: keys are listed
  and **revoked** ([docs](docs/api.md), [elsewhere](https://example.com)).
- Buttons are green.

### Fixed

- Buttons are green again.

## 0.2.0 – 2027-01-01

- A line without a heading about REST.

### Changed

- A webhook has a \`type\`.

## 0.1.0 – 2026-11-23
`
  expect(readChanges(text)).toEqual([
    {
      name: 'Unreleased',
      groups: [
        { heading: 'Added', changes: ['REST: keys are listed and revoked (docs, [elsewhere](https://example.com)).'] },
      ],
    },
    { name: '0.2.0 – 2027-01-01', groups: [{ heading: 'Changed', changes: ['A webhook has a `type`.'] }] },
  ])
})

it('finds those of our own change log, and leaves out what only people see', () => {
  const releases = readChanges(readFileSync(join(import.meta.dirname, '../../../CHANGELOG.md'), 'utf8'))
  const all = releases.flatMap(({ groups }) => groups.flatMap(({ changes }) => changes))
  expect(all.some((change) => change.includes('cursors hold for one list'))).toBe(true)
  expect(all.some((change) => change.includes('Two-factor'))).toBe(false)
  expect(all.filter((change) => /\*\*|\]\((?!https:)/.test(change))).toEqual([])
})
