import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { READ_AS_COLUMN, REJECTION_REASON_COLUMN } from '@/domain/batches/rejections-csv.rules'
import { fingerprintHeader } from './header-fingerprint.rules'

it('is the same for the same columns in another order and case, and for our own rejection file', () => {
  const fingerprint = fingerprintHeader(['Name', 'Téléphone'])
  expect(fingerprint).toBe(createHash('sha256').update('["name","téléphone"]').digest('hex'))
  expect(fingerprintHeader([' téléphone', 'NAME'])).toBe(fingerprint)
  expect(fingerprintHeader(['Name', 'Te\u0301le\u0301phone', READ_AS_COLUMN, REJECTION_REASON_COLUMN])).toBe(
    fingerprint,
  )
})

it('is another one for other columns', () => {
  const names = [['Name'], ['Name', 'Phone'], ['Name, Phone'], ['Name', 'Phone', 'Phone (2)']]
  expect(new Set(names.map(fingerprintHeader)).size).toBe(names.length)
})
