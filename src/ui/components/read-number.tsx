import { PhoneNumber } from './phone-number'

/**
 * Shows the number that a text was read as, with its country, in a column of its own. Shows that there is none for
 * null.
 */
export function ReadNumber({ e164 }: { e164: string | null }) {
  if (e164 === null) return <span className="text-muted-foreground">No number</span>
  return <PhoneNumber e164={e164} country="below" />
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
