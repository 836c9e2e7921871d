import { expect, it } from 'vitest'
import { VerdictTable } from './verdict-table'

it('knows no number, chain or repair of a row that was not judged: a draft is drawn before it is', () => {
  const table = new VerdictTable(2)
  table.restore(1, { leftOut: 1, forbidden: false })
  for (const row of [0, 1]) {
    expect(table.isJudged(row)).toBe(false)
    expect([table.e164OfRow(row), table.extensionOfRow(row), table.groupValueOf(row)]).toEqual([null, null, null])
    expect([table.wrongTimezoneIds[row], table.offerIds[row]]).toEqual([-1, -1])
  }
  table.compare({ allowDuplicates: false, nowMs: 0, sourceOf: () => '' })
  expect([table.duplicateOf(0), table.duplicateOf(1)]).toEqual([-1, -1])
})
