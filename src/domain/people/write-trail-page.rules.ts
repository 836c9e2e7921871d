import type { TrailDecision, TrailEntry } from './trail-answer.schema'

/** All of a trail, as it is exported. */
export type WholeTrail = {
  isComplete: boolean
  /** In a sentence; null when it is complete. */
  leftOut: string | null
  organization: string
  phoneNumber: string
  name: string | null
  exportedAt: string
  exportedBy: string
  trail: readonly TrailEntry[]
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}

const STYLE =
  'body{font:14px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}' +
  'h1{font-size:1.4rem}li{border-top:1px solid #ccc;padding:.6rem 0}ol{list-style:none;padding:0}' +
  'dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:.4rem 0 0;color:#444}dd{margin:0}' +
  'time{font-variant-numeric:tabular-nums;color:#444}'

/**
 * Writes a trail as a page for people: one file without scripts and without anything from elsewhere, which shows the same
 * for as long as there are browsers. Times are in UTC, and those of a decision on the clocks of the person too.
 */
export function writeTrailPage(whole: WholeTrail): string {
  const { leftOut, organization, phoneNumber, name, exportedAt, exportedBy, trail } = whole
  const title = escaped(`${name ?? phoneNumber}: what ${organization} did with this number`)
  const items = trail.map(
    (entry) =>
      `<li><time datetime="${entry.at}">${utc(entry.at)}</time> <strong>${escaped(entry.what)}</strong>${factsOf(entry)}</li>`,
  )
  return [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>${STYLE}</style></head><body>`,
    `<h1>${title}</h1>`,
    `<p>${escaped(phoneNumber)}. Newest first. Exported by ${escaped(exportedBy)}, ${utc(exportedAt)}. This is what was recorded, and no legal advice.</p>`,
    ...(leftOut === null ? [] : [`<p><strong>${escaped(leftOut)}</strong></p>`]),
    `<ol>${items.join('\n')}</ol>`,
    '</body></html>',
    '',
  ].join('\n')
}

function utc(iso: string): string {
  return `${iso.slice(0, 19).replace('T', ' ')} UTC`
}

function factsOf(entry: TrailEntry): string {
  const ids = [entry.batchId, entry.importId, entry.sequenceId, entry.callId].filter((id) => id !== null)
  const facts: [string, string][] = [
    ...(entry.by === null ? [] : [['By', entry.by] as [string, string]]),
    ...(entry.decision ? decisionFacts(entry.decision) : []),
    ...(ids.length === 0 ? [] : [['Ids', ids.join(', ')] as [string, string]]),
  ]
  if (facts.length === 0) return ''
  return `<dl>${facts.map(([term, text]) => `<dt>${escaped(term)}</dt><dd>${escaped(text)}</dd>`).join('')}</dl>`
}

/** Says of a decision all that it rested on, each with what it is called. */
export function decisionFacts(decision: TrailDecision): [term: string, text: string][] {
  const { reasons, notices, rules, places, knownBy, localTimes, bypassed, notBefore, consentId } = decision
  const versions = [...rules, ...reasons.map(({ rule }) => rule)].map(({ id, version }) => `${id} (version ${version})`)
  const facts: [string, string | null][] = [
    ['Local time', localTimes.join('; ')],
    ['Place', `${places.map(placeOf).join(' or ') || 'Not known'}, known by ${knownBy}`],
    ['Rules', [...new Set(versions)].join(', ') || 'None is switched on that holds for the person'],
    ['Noticed', notices.map(({ what }) => what).join(' ')],
    ['Asked again', notBefore === null ? null : utc(notBefore)],
    [
      'Call windows',
      bypassed === null ? null : `Bypassed by ${bypassed === 'option' ? 'the request' : 'a promised call back'}`,
    ],
    ['Consent', consentId],
    ['Settings', `Version ${decision.organizationVersion} of the organization, ${decision.agentVersion} of the agent`],
  ]
  return facts.filter((fact): fact is [string, string] => fact[1] !== null && fact[1] !== '')
}

function placeOf({ country, region }: TrailDecision['places'][number]): string {
  return [country, region].filter(Boolean).join('-') || 'Anywhere'
}
