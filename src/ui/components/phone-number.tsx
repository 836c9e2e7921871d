import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { classNames } from './class-names'

/** E.164 → international format for reading; anything else stays as it is. */
export function formatPhoneNumber(e164: string): string {
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164
}

type PhoneNumberProps = { e164: string; extension?: string | null; className?: string }

/** A phone number to read. Copying the text gives E.164, which every other tool takes. */
export function PhoneNumber({ e164, extension, className }: PhoneNumberProps) {
  return (
    <span
      className={classNames('whitespace-nowrap', className)}
      onCopy={(event) => {
        event.clipboardData.setData('text/plain', extension ? `${e164};ext=${extension}` : e164)
        event.preventDefault()
      }}
    >
      {formatPhoneNumber(e164)}
      {extension && <span className="text-muted-foreground"> ext. {extension}</span>}
    </span>
  )
}
