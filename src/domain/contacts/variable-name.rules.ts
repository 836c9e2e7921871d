import { isLongerThan, isStorable } from '@/domain/text/sanitize.rules'

export const VARIABLE_NAME_LENGTH_MAX = 64

/** Names that could reach the prototype of an object that the variables are copied to. */
export const FORBIDDEN_VARIABLE_NAMES = ['__proto__', 'constructor', 'prototype'] as const

const FORBIDDEN: ReadonlySet<string> = new Set(FORBIDDEN_VARIABLE_NAMES)

/** Returns true when a variable can have this name: 1 to 64 storable characters, and none of the forbidden names. */
export function isUsableVariableName(name: string): boolean {
  return name !== '' && !isLongerThan(name, VARIABLE_NAME_LENGTH_MAX) && !FORBIDDEN.has(name) && isStorable(name)
}
