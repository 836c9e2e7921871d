import { expect, test } from 'vitest'
import { JudgePool } from './judge-pool'
import { rehearseImport } from './rehearse-import'

test('the rehearsal goes the whole way, through valid rows and through faulty ones', async () => {
  const summary = await rehearseImport(new JudgePool(), new AbortController().signal)
  expect(summary?.valid).toBeGreaterThan(20_000)
  expect(summary?.faults.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['PHONE_INVALID', 'TIMEZONE_INVALID', 'DUPLICATE_PHONE']),
  )
  expect(summary?.chained).toBeGreaterThan(0)
})

test('it ends at once when there is real work', async () => {
  const controller = new AbortController()
  const rehearsal = rehearseImport(new JudgePool(), controller.signal)
  controller.abort()
  await expect(rehearsal).rejects.toThrow('aborted')
})
