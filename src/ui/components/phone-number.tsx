import { classNames } from './class-names'
import { useReadableNumber } from './known-numbers'
import type { ReadableNumber } from './readable-number'

type ReadablePhoneProps = {
  number: ReadableNumber
  /** Names the country beside the number, or below it where a row has little room. */
  country?: 'beside' | 'below'
  className?: string
}

/** Shows the number that will be called. Copying its text gives E.164, which every other tool accepts. */
export function ReadablePhone({ number, country, className }: ReadablePhoneProps) {
  const { e164, extension, written } = number
  const name = country && number.country
  const below = country === 'below'
  return (
    <span className={classNames('whitespace-nowrap', below && 'inline-grid leading-tight', className)}>
      <span
        onCopy={(event) => {
          event.clipboardData.setData('text/plain', extension ? `${e164};ext=${extension}` : e164)
          event.preventDefault()
        }}
      >
        {written}
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

type PhoneNumberProps = Omit<ReadablePhoneProps, 'number'> & { e164: string; extension?: string | null }

/** Shows a stored number as `ReadablePhone` does. */
export function PhoneNumber({ e164, extension = null, ...props }: PhoneNumberProps) {
  return <ReadablePhone number={useReadableNumber(e164, extension)} {...props} />
}

type WrittenNumberProps = { e164: string; written: string }

/** Shows the number as it was written, where that differs from the number that is called. */
export function WrittenNumber({ e164, written }: WrittenNumberProps) {
  if (written === e164) return <span className="text-muted-foreground">The same</span>
  return (
    <span className="block max-w-40 truncate" title={written}>
      {written}
    </span>
  )
}
