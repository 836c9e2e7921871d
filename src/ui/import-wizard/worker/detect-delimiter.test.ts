import { describe, expect, it } from 'vitest'
import { detectDelimiter } from './detect-delimiter'

describe('detectDelimiter', () => {
  it.each([
    ['commas', 'name,phone\nAda,1\nBo,2', ','],
    ['semicolons around decimal commas', 'Name;Umsatz;Ort\nA;100,00;B\nC;101,01;D', ';'],
    ['tabs', 'name\tphone\nSmith, John\t1\nDoe, Jane\t2', '\t'],
    ['bars', 'name|phone\nAda|1', '|'],
    ['a title above the header', 'Q3 call list,,\n\nName,Cell,Plan\nAnn,1,pro\nBo,2,pro', ','],
    ['one column', 'phone\n+15551234567', ','],
    ['nothing', '', ','],
  ])('tells %s', (_, sample, delimiter) => {
    expect(detectDelimiter(sample, 'utf-8')).toBe(delimiter)
  })
})
