import { expect, it } from 'vitest'
import { templateFileName } from './template-csv'

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
