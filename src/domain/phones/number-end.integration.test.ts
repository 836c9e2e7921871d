import { expect, it } from 'vitest'
import { db } from '@/platform/db'
import { numberEnd, numberSpeller } from './spells-number.rules'

const ADA = '+14155552671'

it.each([
  ADA,
  '4155552671',
  '(415) 555-2671',
  '1-415-555-2671 x12',
  '415.555.2671 ext. 12',
  '415-555-2671 Ext 12',
  'tel:+14155552671;ext=7',
  'Text 415 555 2671',
  '４１５５５５２６７１',
  '٤١٥٥٥٥٢٦٧١',
])('the database finds "%s" by the end of its number, and we know it again', async (written) => {
  const [row] = await db().rows<{ end: string }>`SELECT number_end(${written}::text) AS end`
  expect(row?.end).toBe(numberEnd(ADA))
  expect(numberSpeller(ADA)(written)).toBe(true)
})
