import { findTimeZone } from '@/domain/enrollment/find-time-zone.rules'

// What people and Windows write for a zone, and the IANA name that is meant. Each is offered, never applied unasked:
// "Central" in a list from Warsaw is not Chicago.
const WORDS: Record<string, string> = {
  eastern: 'America/New_York',
  et: 'America/New_York',
  est: 'America/New_York',
  edt: 'America/New_York',
  central: 'America/Chicago',
  ct: 'America/Chicago',
  cst: 'America/Chicago',
  cdt: 'America/Chicago',
  mountain: 'America/Denver',
  mt: 'America/Denver',
  mst: 'America/Denver',
  mdt: 'America/Denver',
  arizona: 'America/Phoenix',
  pacific: 'America/Los_Angeles',
  pt: 'America/Los_Angeles',
  pst: 'America/Los_Angeles',
  pdt: 'America/Los_Angeles',
  alaska: 'America/Anchorage',
  akst: 'America/Anchorage',
  akdt: 'America/Anchorage',
  alaskan: 'America/Anchorage',
  hawaii: 'Pacific/Honolulu',
  hawaiian: 'Pacific/Honolulu',
  hst: 'Pacific/Honolulu',
  atlantic: 'America/Halifax',
  newfoundland: 'America/St_Johns',
  gmt: 'Europe/London',
  bst: 'Europe/London',
  uk: 'Europe/London',
  london: 'Europe/London',
  'w. europe': 'Europe/Berlin',
  romance: 'Europe/Paris',
  'central europe': 'Europe/Budapest',
  'central european': 'Europe/Berlin',
  cet: 'Europe/Berlin',
  cest: 'Europe/Berlin',
  mez: 'Europe/Berlin',
  mesz: 'Europe/Berlin',
  eet: 'Europe/Helsinki',
  eest: 'Europe/Helsinki',
  india: 'Asia/Kolkata',
  ist: 'Asia/Kolkata',
  china: 'Asia/Shanghai',
  singapore: 'Asia/Singapore',
  tokyo: 'Asia/Tokyo',
  jst: 'Asia/Tokyo',
  'aus eastern': 'Australia/Sydney',
  aest: 'Australia/Sydney',
  aedt: 'Australia/Sydney',
}

/**
 * The IANA name that a timezone written for people most likely means (`Eastern Time`, `PST`, `US Central`,
 * `(UTC-05:00) Eastern Time (US & Canada)`), or null. Null too for what is an IANA name already.
 */
export function suggestTimezone(text: string): string | null {
  if (findTimeZone(text) !== null) return null
  const words = text
    .toLowerCase()
    .replaceAll(/\((?:utc|gmt)[^)]*\)|\(us (?:&|and) canada\)/g, ' ')
    .replaceAll(/\b(?:standard|daylight|summer|time|zone|timezone)\b/g, ' ')
    .replaceAll(/\b(?:us|usa|u\.s\.)(?=[\s/_-])|[()]/g, ' ')
    .replaceAll(/[\s_/-]+/g, ' ')
    .trim()
  return Object.hasOwn(WORDS, words) ? (WORDS[words] ?? null) : findTimeZone(text.trim().replaceAll(' ', '_'))
}
