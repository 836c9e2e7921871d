import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fillTemplate } from './fill-template.rules'

const VALUES = {
  name: 'Ada',
  account_id: 'acme-123',
  'two words': 'yes',
  empty: '',
  braces: '{{name}}',
  money: '$& $1',
}

describe('fillTemplate', () => {
  it.each([
    ['Hello {{name}}.', 'Hello Ada.'],
    ['{{name}}{{name}}', 'AdaAda'],
    ['{{ name }} {{\tname\n}}', 'Ada Ada'],
    ['{{two words}}', 'yes'],
    ['{{unknown}}|{{empty}}|', '||'],
    ['{{Name}}', ''],
    ['{{toString}}{{__proto__}}{{constructor}}', ''],
    ['{{braces}}', '{{name}}'],
    ['{{money}}', '$& $1'],
    ['{name} {{}} {{ }} }} {{', '{name}   }} {{'],
    ['{{{name}}}', '{Ada}'],
    ['', ''],
    ['No variables: 100 % {', 'No variables: 100 % {'],
  ])('%j becomes %j', (template, expected) => {
    expect(fillTemplate(template, VALUES)).toBe(expected)
  })

  it('any text without double braces stays as it is', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes('{{')),
        (text) => {
          expect(fillTemplate(text, VALUES)).toBe(text)
        },
      ),
    )
  })

  it('any value comes out as it went in', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(fillTemplate('<{{name}}>', { name: value })).toBe(`<${value}>`)
      }),
    )
  })

  it('a template that is made to be slow is not', () => {
    // With a pattern that looks for spaces in two ways this takes hours.
    expect(fillTemplate(`{{${' '.repeat(100_000)}`, VALUES)).toHaveLength(100_002)
  })
})
