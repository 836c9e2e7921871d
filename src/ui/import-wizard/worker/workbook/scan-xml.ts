/** The functions that a scan of XML calls. Names come without their namespace prefix (`x:row` → `row`). */
export type XmlHandlers = {
  /** @param attributes the text between the name and the end of the tag, for `attributeOf` */
  open?: (name: string, attributes: string) => void
  close?: (name: string) => void
  text?: (text: string) => void
}

/**
 * Scans XML as spreadsheet programs write it, until the text ends, or until `stop` returns true after a closed tag.
 * Reads no DTD, so no entity can grow. Knows only the five entities of XML and character references.
 *
 * @returns the position from which to continue
 */
export function scanXml(xml: string, handlers: XmlHandlers, from = 0, stop?: () => boolean): number {
  let at = from
  while (at < xml.length) {
    const tag = xml.indexOf('<', at)
    if (tag < 0) return xml.length
    if (tag > at) handlers.text?.(decodeEntities(xml.slice(at, tag)))
    if (xml.startsWith('<!--', tag)) {
      at = endOf(xml, '-->', tag)
    } else if (xml.startsWith('<![CDATA[', tag)) {
      at = endOf(xml, ']]>', tag)
      handlers.text?.(xml.slice(tag + 9, at - 3))
    } else if (xml[tag + 1] === '?' || xml[tag + 1] === '!') {
      at = endOf(xml, '>', tag)
    } else {
      at = endOfTag(xml, tag)
      const closing = xml[tag + 1] === '/'
      const empty = xml[at - 2] === '/'
      const inner = xml.slice(tag + (closing ? 2 : 1), at - (empty ? 2 : 1))
      const blank = inner.search(/\s/)
      const name = localName(blank < 0 ? inner : inner.slice(0, blank))
      if (!closing) handlers.open?.(name, blank < 0 ? '' : inner.slice(blank))
      if (closing || empty) {
        handlers.close?.(name)
        if (stop?.()) return at
      }
    }
  }
  return at
}

const patterns = new Map<string, RegExp>()

/** Returns the value of an attribute, with or without a prefix, from the attributes of an open tag. */
export function attributeOf(attributes: string, name: string): string | undefined {
  let pattern = patterns.get(name)
  if (!pattern) {
    pattern = new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)
    patterns.set(name, pattern)
  }
  const match = pattern.exec(attributes)
  const value = match?.[1] ?? match?.[2]
  return value === undefined ? undefined : decodeEntities(value)
}

function endOf(xml: string, mark: string, from: number): number {
  const at = xml.indexOf(mark, from)
  return at < 0 ? xml.length : at + mark.length
}

/** A `>` inside a quoted attribute does not end the tag. */
const TAG = /<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>/y

function endOfTag(xml: string, from: number): number {
  TAG.lastIndex = from
  return TAG.test(xml) ? TAG.lastIndex : xml.length
}

function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replaceAll(/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return NAMED[name] ?? whole
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

/**
 * Decodes the escapes that spreadsheet programs write for characters that XML cannot have or that they avoid: `_x000D_`
 * for a carriage return, and `_x005F_` for a `_` that would look like the beginning of an escape (ECMA-376, 22.9.2.19).
 */
export function decodeEscapes(text: string): string {
  if (!text.includes('_x')) return text
  return text.replaceAll(/_x([0-9a-f]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
