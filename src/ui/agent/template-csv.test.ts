import { expect, it } from 'vitest'
import { templateCsv, templateFileName } from './template-csv'

it('has a column for each field and each variable, and one for a name that is both', () => {
  const header = (names: string[]) =>
    templateCsv(names.map((name) => ({ name, required: false })))
      .split('\r\n', 1)[0]
      ?.replace('\ufeff', '')
      .split(',')
  const fields = ['name', 'phoneNumber', 'phoneNumberExt', 'timezone', 'scheduledAt', 'toEmailAddress']
  expect(header(['plan'])).toEqual([...fields, 'externalId', 'plan'])
  expect(header(['plan', 'externalId'])).toEqual([...fields, 'plan', 'externalId'])
})

it.each([
  ['Always on', 'always-on-template.csv'],
  ['  Spring: renewals (EU) ', 'spring-renewals-eu-template.csv'],
  ['Rückruf', 'rückruf-template.csv'],
  ['営業', '営業-template.csv'],
  ['Отдел продаж', 'отдел-продаж-template.csv'],
  ['../../etc', 'etc-template.csv'],
  ['🚀', 'contacts-template.csv'],
])('the template of %j is %s', (name, file) => {
  expect(templateFileName(name)).toBe(file)
})
