import { createHash } from 'node:crypto'

// Deeper than any contact can be and still be valid; a bound because recursion without one ends in a stack overflow.
const DEPTH_MAX = 32

/**
 * Returns the SHA-256 of what a request asks for: the agent and the parsed body. White space and the order of
 * properties do not matter. Values nested deeper than 32 levels are not compared.
 */
export function requestHash(agentId: string, body: unknown): Uint8Array<ArrayBuffer> {
  const hash = createHash('sha256').update(agentId).update('\0').update(canonical(body, 0))
  return new Uint8Array(hash.digest())
}

function canonical(value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (depth === DEPTH_MAX) return '"…"'
  if (Array.isArray(value)) {
    let text = '['
    for (const element of value) text += `${canonical(element, depth + 1)},`
    return `${text}]`
  }
  const record = value as Record<string, unknown>
  let text = '{'
  for (const key of Object.keys(record).sort()) {
    if (record[key] !== undefined) text += `${JSON.stringify(key)}:${canonical(record[key], depth + 1)},`
  }
  return `${text}}`
}
