import { findTimeZone } from '@/domain/schedule/find-time-zone.rules'
import { TIME_ZONE_NAMES } from '@/domain/schedule/time-zone-list.rules'
import { WINDOWS_ZONES } from './windows-zones'

// Words that people write for a timezone, with the IANA names that may be meant, the likeliest first. They are offered
// and never applied unasked: "Central" in a list from Warsaw is not Chicago.
const WORDS = `
  eastern, et, edt = America/New_York | us eastern = America/New_York | central, ct, cdt, us central = America/Chicago |
  mountain, mt, mdt = America/Denver America/Phoenix | us mountain = America/Denver America/Phoenix | arizona = America/Phoenix |
  pacific, pt, pdt, us pacific = America/Los_Angeles | pst = America/Los_Angeles Asia/Manila |
  alaska, akst, akdt, us alaska = America/Anchorage | hawaii, hdt, us hawaii = Pacific/Honolulu | atlantic, adt = America/Halifax |
  ast = America/Halifax Asia/Riyadh | newfoundland, nst, ndt = America/St_Johns | cst = America/Chicago Asia/Shanghai America/Havana |
  bst = Europe/London Asia/Dhaka | uk, british, london, england, united kingdom = Europe/London | ireland, irish = Europe/Dublin |
  ist = Asia/Kolkata Europe/Dublin Asia/Jerusalem | central european, cest, mez, mesz, hec = Europe/Berlin Europe/Warsaw |
  western european = Europe/Lisbon | eastern european, eest, oez = Europe/Helsinki Europe/Athens Europe/Kyiv |
  msk, moscow = Europe/Moscow | trt, turkey = Europe/Istanbul | sast = Africa/Johannesburg | cat = Africa/Maputo | eat = Africa/Nairobi |
  wat = Africa/Lagos | gst, gulf = Asia/Dubai | pkt = Asia/Karachi | indian, india = Asia/Kolkata | npt = Asia/Kathmandu |
  ict, indochina = Asia/Bangkok Asia/Ho_Chi_Minh | wib = Asia/Jakarta | wita = Asia/Makassar | wit = Asia/Jayapura | sgt = Asia/Singapore |
  hkt = Asia/Hong_Kong | pht, philippine = Asia/Manila | awst = Australia/Perth | jst, japan = Asia/Tokyo | kst, korean = Asia/Seoul |
  acst, acdt = Australia/Adelaide Australia/Darwin | aest, aedt = Australia/Sydney Australia/Brisbane | nzst, nzdt = Pacific/Auckland |
  brt, brst, brasilia, brazil = America/Sao_Paulo | art = America/Argentina/Buenos_Aires | clt, clst = America/Santiago |
  cot, bogota = America/Bogota | pet = America/Lima | vet = America/Caracas | canada = America/Toronto`

/** Places in display names after which no IANA zone is named. */
const PLACES = `
  brasilia = America/Sao_Paulo | bern = Europe/Zurich | edinburgh = Europe/London | st. petersburg, saint petersburg = Europe/Moscow |
  abu dhabi, muscat = Asia/Dubai | islamabad = Asia/Karachi | chennai, mumbai, new delhi, delhi, kolkata = Asia/Kolkata | hanoi = Asia/Bangkok |
  beijing = Asia/Shanghai | kuala lumpur = Asia/Kuala_Lumpur | osaka, sapporo = Asia/Tokyo | wellington = Pacific/Auckland |
  pretoria = Africa/Johannesburg | harare = Africa/Harare | west central africa = Africa/Lagos | quito = America/Guayaquil |
  guadalajara = America/Mexico_City | monterrey = America/Monterrey | baja california = America/Tijuana | la paz = America/La_Paz |
  saskatchewan = America/Regina | international date line west = Etc/GMT+12 | san francisco, seattle, san diego = America/Los_Angeles |
  miami, boston, washington, atlanta, philadelphia = America/New_York | dallas, houston, austin = America/Chicago |
  munich, hamburg, frankfurt = Europe/Berlin | milan = Europe/Rome | barcelona = Europe/Madrid | geneva = Europe/Zurich | bengaluru, bangalore, hyderabad, pune = Asia/Kolkata`

/** Zones of most people who have an offset, in winter and in summer, since an offset does not say which it is. */
const OFFSETS = `
  -11:00 = Pacific/Pago_Pago | -10:00 = Pacific/Honolulu | -09:30 = Pacific/Marquesas | -09:00 = America/Anchorage | -08:00 = America/Los_Angeles |
  -07:00 = America/Denver America/Phoenix America/Los_Angeles | -06:00 = America/Chicago America/Mexico_City America/Denver |
  -05:00 = America/New_York America/Bogota America/Chicago | -04:00 = America/Halifax America/Puerto_Rico America/New_York | -03:30 = America/St_Johns |
  -03:00 = America/Sao_Paulo America/Argentina/Buenos_Aires America/Halifax | -02:00 = America/Noronha America/Nuuk | -01:00 = Atlantic/Azores Atlantic/Cape_Verde |
  +00:00 = Europe/London Africa/Abidjan Atlantic/Reykjavik | +01:00 = Europe/Berlin Africa/Lagos Europe/London | +02:00 = Europe/Helsinki Africa/Johannesburg Europe/Berlin |
  +03:00 = Europe/Moscow Africa/Nairobi Asia/Riyadh | +03:30 = Asia/Tehran | +04:00 = Asia/Dubai Asia/Tbilisi | +04:30 = Asia/Kabul | +05:00 = Asia/Karachi Asia/Tashkent |
  +05:30 = Asia/Kolkata Asia/Colombo | +05:45 = Asia/Kathmandu | +06:00 = Asia/Dhaka | +06:30 = Asia/Yangon | +07:00 = Asia/Bangkok Asia/Jakarta |
  +08:00 = Asia/Shanghai Asia/Singapore Australia/Perth | +08:45 = Australia/Eucla | +09:00 = Asia/Tokyo Asia/Seoul | +09:30 = Australia/Adelaide Australia/Darwin |
  +10:00 = Australia/Sydney Australia/Brisbane | +10:30 = Australia/Lord_Howe Australia/Adelaide | +11:00 = Pacific/Guadalcanal Australia/Sydney |
  +12:00 = Pacific/Auckland Pacific/Fiji | +12:45 = Pacific/Chatham | +13:00 = Pacific/Tongatapu Pacific/Auckland | +14:00 = Pacific/Kiritimati`

/** IANA names without summer time, with the zones of most people who write them. */
const WITHOUT_SUMMER: Record<string, readonly string[]> = {
  EST: ['America/New_York'],
  MST: ['America/Denver', 'America/Phoenix'],
  HST: ['Pacific/Honolulu'],
}

const CLEARLY_ZONE = /\btime\b|^\(?(?:utc|gmt)|\/|^(?:US )?(?:eastern|central|mountain|pacific)$/i
const ABBREVIATION = /^[A-Z]{2,5}$/
const NO_SUMMER = /^\s*(?:est|mst|hst)\s*$/i
const OFFERS_MAX = 4
const OFFSET = /^\(?(?:utc|gmt)?\s?([+\-\u2212])\s?(\d{1,2})(?::?([0-5]\d))?\)?$/i
const IN_BRACKETS = /^\((?:utc|gmt)\s?([+\-\u2212]\d{1,2}:\d{2})?\)\s*(.*)$/i

const tableOf = (text: string): ReadonlyMap<string, readonly string[]> =>
  new Map(
    text.split('|').flatMap((entry) => {
      const [names = '', zones = ''] = entry.split(' = ')
      return names.split(',').map((name) => [name.trim(), zones.trim().split(' ')] as const)
    }),
  )

const WORD_ZONES = tableOf(WORDS)
const PLACE_ZONES = tableOf(PLACES)
const OFFSET_ZONES = tableOf(OFFSETS)

/** Zones that are named after a place, by the place in lower case. */
const ZONES_BY_PLACE: ReadonlyMap<string, string> = new Map(
  TIME_ZONE_NAMES.filter((name) =>
    /^(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)\//.test(name),
  ).map(
    (name) =>
      [
        name
          .slice(name.lastIndexOf('/') + 1)
          .replaceAll('_', ' ')
          .toLowerCase(),
        name,
      ] as const,
  ),
)

/**
 * Finds the IANA names that a timezone written for people can mean, the likeliest first. Reads names of Windows (`US
 * Mountain Standard Time`), display names (`(UTC+01:00) Amsterdam, Berlin…`), words (`Eastern Time`, `PST`), places and
 * offsets (`UTC-5`).
 *
 * @returns empty for an IANA name, and for a text without meaning
 */
export function suggestTimezones(text: string): readonly string[] {
  if (findTimeZone(text) !== null) return []
  const written = text.trim().replaceAll(/\s+/g, ' ').toLowerCase()
  if (written === '') return []
  const windows = WINDOWS_ZONES.get(written.replace(/ standard time$/, ''))
  if (windows !== undefined && written.endsWith(' standard time')) return [windows]
  // Windows' names for zones in Mexico have an ending after "Standard Time".
  if (windows !== undefined && written.includes(' standard time')) return [windows]
  const offset = OFFSET.exec(written)
  if (offset) return OFFSET_ZONES.get(offsetKey(offset)) ?? []
  const display = IN_BRACKETS.exec(written)
  const found = display ? readDisplayName(display[2] ?? '', display[1]) : readWords(written)
  if (found.length > 0) return [...new Set(found)].slice(0, OFFERS_MAX)
  const zone = windows ?? findTimeZone(written.replaceAll(' ', '_'))
  return zone === null ? [] : [zone]
}

/**
 * Says whether a cell is clearly a timezone, and not a city, a region or a word of the same name. A whole column is
 * judged by this.
 */
export function isTimezoneLike(text: string): boolean {
  if (findTimeZone(text) !== null) return true
  const written = text.trim()
  return (CLEARLY_ZONE.test(written) || ABBREVIATION.test(written)) && suggestTimezones(text).length > 0
}

/** Says whether a text is an IANA name without summer time. It is cheap, since every row is tested. */
export function hasNoSummerTime(text: string): boolean {
  return NO_SUMMER.test(text)
}

/**
 * Finds the zones that are probably meant by an IANA name without summer time, such as `EST`; empty for any other text.
 */
export function suggestSummerTime(text: string): readonly string[] {
  const zone = findTimeZone(text)
  return zone !== null && Object.hasOwn(WITHOUT_SUMMER, zone) ? (WITHOUT_SUMMER[zone] ?? []) : []
}

/** Writes the warning for an accepted name without summer time; null for any other text. */
export function warnOfNoSummerTime(text: string): string | null {
  const offers = suggestSummerTime(text)
  return offers.length === 0
    ? null
    : `${text.trim()} has no summer time: it is the same all year. Write ${offers.join(' or ')} if that is meant.`
}

function offsetKey([, sign, hours = '', minutes = '00']: RegExpExecArray): string {
  return `${Number(hours) === 0 && minutes === '00' ? '+' : sign === '+' ? '+' : '-'}${hours.padStart(2, '0')}:${minutes}`
}

function readDisplayName(names: string, offset: string | undefined): string[] {
  const whole = readWords(names)
  if (whole.length > 0) return whole
  const places = names.split(/[,;\u2026]|\.\.\./).flatMap((place) => readPlace(place.trim()))
  if (places.length > 0 || offset === undefined) return places
  const read = OFFSET.exec(offset)
  return [...((read && OFFSET_ZONES.get(offsetKey(read))) ?? [])]
}

function readWords(written: string): string[] {
  const words = written
    .replaceAll(/\((?:us|u\.s\.|usa) (?:&|and) canada\)|\(canada\)|\(us\)|\(mexico\)/g, ' ')
    .replaceAll(/\b(?:standard|daylight|summer|time|zone|timezone)\b/g, ' ')
    .replaceAll(/[()]/g, ' ')
    .replaceAll(/[\s_/-]+/g, ' ')
    .trim()
  const known = WORD_ZONES.get(words) ?? WORD_ZONES.get(words.replace(/^(?:us|usa|u\.s\.) /, ''))
  if (known) return [...known]
  const windows = WINDOWS_ZONES.get(words)
  return windows !== undefined ? [windows] : readPlace(words)
}

function readPlace(place: string): string[] {
  const plain = place.normalize('NFD').replaceAll(/\p{M}/gu, '')
  const zone = ZONES_BY_PLACE.get(plain)
  return [...(PLACE_ZONES.get(plain) ?? (zone === undefined ? [] : [zone]))]
}
