import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { countryName } from '@/domain/phones/find-country.rules'
import { classNames } from './class-names'

const COUNTRIES_NAMED_MAX = 2

/** E.164 → international format for reading; anything else stays as it is. */
export function formatPhoneNumber(e164: string): string {
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164
}

/**
 * The country in which a number rings. A possible number that nobody has may be of several countries that share a calling
 * code: then it is both of two, and no particular one of more. Empty for what is no number.
 */
export function phoneCountry(e164: string): string {
  const parsed = parsePhoneNumberFromString(e164)
  if (!parsed) return ''
  const countries = parsed.country ? [parsed.country] : parsed.getPossibleCountries()
  const [first] = countries
  if (first === undefined) return `International (+${parsed.countryCallingCode})`
  if (countries.length <= COUNTRIES_NAMED_MAX) return countries.map(countryName).join(' or ')
  return 'Country unknown'
}

/** `+49 171 1234567 (Germany)` */
export function describeNumber(e164: string): string {
  const country = phoneCountry(e164)
  return country === '' ? formatPhoneNumber(e164) : `${formatPhoneNumber(e164)} (${country})`
}

type PhoneNumberProps = {
  e164: string
  extension?: string | null
  /** Names the country beside the number, or below it where a row has little room. */
  country?: 'beside' | 'below'
  className?: string
}

/** The number that will be called, to read. Copying the text gives E.164, which every other tool takes. */
export function PhoneNumber({ e164, extension, country, className }: PhoneNumberProps) {
  const name = country && phoneCountry(e164)
  const below = country === 'below'
  return (
    <span className={classNames('whitespace-nowrap', below && 'inline-grid leading-tight', className)}>
      <span
        onCopy={(event) => {
          event.clipboardData.setData('text/plain', extension ? `${e164};ext=${extension}` : e164)
          event.preventDefault()
        }}
      >
        {formatPhoneNumber(e164)}
        {extension && <span className="text-muted-foreground"> ext. {extension}</span>}
      </span>
      {name && (
        <span className={classNames('text-muted-foreground', below && 'max-w-44 truncate text-xs')} title={name}>
          {!below && ' · '}
          {name}
        </span>
      )}
    </span>
  )
}

type WrittenNumberProps = { e164: string; written: string }

/** What was sent for the number, where that is not the number itself. */
export function WrittenNumber({ e164, written }: WrittenNumberProps) {
  if (written === e164) return <span className="text-muted-foreground">The same</span>
  return (
    <span className="block max-w-40 truncate" title={written}>
      {written}
    </span>
  )
}
