import { foldName } from '@/domain/text/nearest-name.rules'
import { CONTACT_FIELD_TABLE, CONTACT_FIELDS, type ContactField, LATER_FIELDS } from './contact-fields.rules'

/** The properties of a request beside its contacts, and where each belongs. */
const REQUEST_NAMES = {
  groupByField: 'an option of the request',
  bypassAllowedCallWindow: 'an option of the request',
  ifActive: 'an option of the request',
  notCalledWithinDays: 'an option of the request',
  normalizeFields: 'an option of a request for several contacts',
  allowDuplicates: 'an option of a request for several contacts',
  defaultCountry: 'an option of a request for several contacts',
  contacts: 'the list of a request for several contacts',
  dryRun: 'a parameter of the query (?dryRun=true)',
  idempotencyKey: 'a header (Idempotency-Key)',
} as const

type StandardName = ContactField | keyof typeof REQUEST_NAMES

const STANDARD_NAMES = [
  ...CONTACT_FIELDS.filter((field) => !LATER_FIELDS.has(field)),
  ...Object.keys(REQUEST_NAMES),
] as StandardName[]

const BY_FOLDED_NAME = new Map(STANDARD_NAMES.map((name) => [foldName(name), name]))

// Both are common beginnings of honest variables: name_prefix, nameOfCompany, contacts_count.
const COMMON_BEGINNINGS: ReadonlySet<StandardName> = new Set(['name', 'contacts'])

/**
 * The longest names first, so that `phoneNumberExtension` is recognized as `phoneNumberExt` and not as `phoneNumber`.
 */
const BEGINNINGS = [...BY_FOLDED_NAME]
  .filter(([, name]) => !COMMON_BEGINNINGS.has(name))
  .sort(([a], [b]) => b.length - a.length)

/** Names that other programs use for options, folded. They may be real variables, so they are kept, with a warning. */
const OPTION_ALIASES: Readonly<Partial<Record<keyof typeof REQUEST_NAMES, readonly string[]>>> = {
  groupByField: ['groupby', 'groupfield', 'groupkey', 'groupid', 'chainby'],
  bypassAllowedCallWindow: [
    'bypasscallwindow',
    'bypasscallwindows',
    'bypasswindow',
    'ignorecallwindow',
    'ignorecallwindows',
  ],
  defaultCountry: ['countrycode', 'defaultregion'],
}

const ALIASES: [StandardName, readonly string[]][] = [
  ...CONTACT_FIELDS.map((field): [StandardName, readonly string[]] => [field, CONTACT_FIELD_TABLE[field].aliases]),
  ...[...LATER_FIELDS].map((field): [StandardName, readonly string[]] => [field as ContactField, [foldName(field)]]),
  ...(Object.entries(OPTION_ALIASES) as [StandardName, readonly string[]][]),
]

const BY_ALIAS = new Map(ALIASES.flatMap(([name, aliases]) => aliases.map((alias) => [alias, name] as const)))

/** An option that is a good name for a variable too: no other spelling and no beginning of it is taken for it. */
const PRIORITY = {
  kind: 'suspect',
  standard: 'priority',
  message:
    'priority was kept as a variable and has no other effect. The option of the same name belongs beside the contacts, not into them.',
} as const

/**
 * Whether a property's name is a mistake. `mistaken`: the property is refused. `suspect`: it is kept as a variable,
 * with a warning. Null: it is a variable. `standard` is the field or option that was probably meant.
 */
export type FieldNameVerdict = { kind: 'mistaken' | 'suspect'; standard: string; message: string } | null

/**
 * Decides whether a property that would become a variable is a misspelt field or option. Keeping a misspelt
 * `scheduled_at` as a variable would mean calling the person at once. A name is mistaken when it differs from a name of
 * the contract only in case, `_`, `-` and blanks, or when it begins with such a name. Beginning with `name` or
 * `contacts` does not count, as too many real variables do. `priority` is suspect, and only exactly so; so is another
 * spelling of a field that came later, since those were variables before.
 *
 * @param name a property that is neither a field nor a variable that the agent declares
 */
export function judgeFieldName(name: string): FieldNameVerdict {
  if (name === PRIORITY.standard) return PRIORITY
  const folded = foldName(name)
  const standard = BY_FOLDED_NAME.get(folded)
  if (standard !== undefined) {
    return { kind: 'mistaken', standard, message: `${name} is not a variable: ${instead(standard, name)}.` }
  }
  const beginning = BEGINNINGS.find(([known]) => folded.startsWith(known))?.[1]
  if (beginning !== undefined) {
    const message = `${name} is not a variable, since it begins as ${beginning} does: ${instead(beginning, name)}, or choose another name.`
    return { kind: 'mistaken', standard: beginning, message }
  }
  const alias = BY_ALIAS.get(folded)
  if (alias === undefined) return null
  const message = `${name} was kept as a variable and has no other effect. If you meant ${alias}, ${instead(alias, name)}.`
  return { kind: 'suspect', standard: alias, message }
}

function instead(standard: StandardName, name: string): string {
  if (!(standard in REQUEST_NAMES)) return `write ${standard}`
  const place = REQUEST_NAMES[standard as keyof typeof REQUEST_NAMES]
  return name === standard ? `it is ${place}` : `write ${standard}, which is ${place}`
}
