import { PhoneNumber } from './phone-number'
import { describeUnread } from './unread-number'

type ReadNumberProps = {
  /** As it was sent. */
  written: string
  /** E.164; null where no number could be read, or none for sure. */
  e164: string | null
  /** What it may be, where it is ambiguous. */
  mayBe: readonly string[]
}

/** Shows the number that a text was read as, with its country, in a column of its own. Without a number it says why. */
export function ReadNumber({ written, e164, mayBe }: ReadNumberProps) {
  if (e164 !== null) return <PhoneNumber e164={e164} country="below" />
  const { what, countries } = describeUnread(written, mayBe)
  return (
    <span className="inline-grid leading-tight text-muted-foreground">
      {what}
      {countries && <span className="max-w-44 text-xs whitespace-normal">{countries}</span>}
    </span>
  )
}

type WrittenAndReadProps = { written: string; e164: string | null }

/** Shows a number as it was written, followed by how it was read. When both are the same, it is shown once. */
export function WrittenAndRead({ written, e164 }: WrittenAndReadProps) {
  return (
    <>
      {written && <span>{written}</span>}
      {e164 !== null && e164 !== written && (
        <span>
          Read as <PhoneNumber e164={e164} country="beside" />
        </span>
      )}
    </>
  )
}
