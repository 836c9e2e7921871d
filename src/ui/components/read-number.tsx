import { PhoneNumber } from './phone-number'

/** The number as which a text was read, with its country, for a column of its own; null where none could be read. */
export function ReadNumber({ e164 }: { e164: string | null }) {
  if (e164 === null) return <span className="text-muted-foreground">No number</span>
  return <PhoneNumber e164={e164} country="below" />
}

type WrittenAndReadProps = { written: string; e164: string | null }

/** The same in a line, behind what was written; a number that was written as it is read stands once. */
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
