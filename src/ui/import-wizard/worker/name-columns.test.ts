import { describe, expect, it } from 'vitest'
import { nameColumns } from './name-columns'

describe('nameColumns', () => {
  it('tells repeated names apart and gives names to those without', () => {
    expect(nameColumns(['Phone', ' Phone ', '', 'Phone (2)'], 5)).toEqual([
      'Phone',
      'Phone (2)',
      'Column 3',
      'Phone (2) (2)',
      'Column 5',
    ])
    expect(nameColumns(null, 2)).toEqual(['Column 1', 'Column 2'])
  })
})
