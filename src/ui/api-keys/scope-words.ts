import { SCOPE_TABLE, SCOPES, type Scope } from '@/domain/access/scopes.rules'

const WORDS: Record<Scope, string> = { enroll: 'Enroll', read: 'Read', manage: 'Manage' }

/** The scopes as the form offers them: a word, and what a key with it may do. */
export const SCOPE_CHOICES = SCOPES.map((scope) => ({ scope, word: WORDS[scope], hint: `${SCOPE_TABLE[scope]}.` }))

/** Says what a key may do in a few words: "Enroll, read". */
export function scopeWords(scopes: readonly Scope[]): string {
  const words = SCOPES.filter((scope) => scopes.includes(scope)).map((scope) => WORDS[scope])
  return words.map((word, at) => (at === 0 ? word : word.toLowerCase())).join(', ')
}
