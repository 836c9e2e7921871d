const TIME_OF_DAY = /^(?:([01][0-9]|2[0-3]):([0-5][0-9])|24:00)$/

/** Returns the minutes since midnight of `HH:mm`, 0 to 1440 (`24:00`), or null when the text is not a time of day. */
export function toMinutes(text: string): number | null {
  const match = TIME_OF_DAY.exec(text)
  if (!match) return null
  const [, hour, minute] = match
  return hour === undefined ? 1_440 : Number(hour) * 60 + Number(minute)
}
