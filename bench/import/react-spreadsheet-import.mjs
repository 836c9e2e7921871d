import parsePhoneNumber from 'libphonenumber-js'
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { ReactSpreadsheetImport } from 'react-spreadsheet-import'

// The import of another library, as its documentation has it: the same columns, required ones marked, and the same look at
// each phone number.

const required = [{ rule: 'required', errorMessage: 'Missing' }]
const field = (key, alternateMatches, validations) => ({
  key,
  label: key,
  alternateMatches,
  validations,
  fieldType: { type: 'input' },
})

createRoot(document.body.appendChild(document.createElement('div'))).render(
  createElement(ReactSpreadsheetImport, {
    isOpen: true,
    onClose: () => {},
    onSubmit: () => {},
    autoMapHeaders: true,
    fields: [
      field('name', ['Last Name'], required),
      field('phoneNumber', ['Mobile Phone Number'], required),
      field('timezone', ['Time Zone']),
      field('toEmailAddress', ['Email']),
      field('account_id', ['Account ID']),
    ],
    rowHook: (row, addError) => {
      const number = parsePhoneNumber(row.phoneNumber ?? '', { defaultCountry: 'US', extract: false })
      if (!number?.isPossible()) addError('phoneNumber', { message: 'Not a possible number', level: 'error' })
      return row
    },
  }),
)
