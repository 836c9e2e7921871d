import type { CallingRule } from './calling-rule.rules'

const READ = { readOn: '2026-11-30', readFrom: 'summary' } as const

/** Regulation F. It holds for calls of agents that collect debts; the subject of such an agent is the debt. */
export const DEBT_COLLECTION_RULES: readonly CallingRule[] = [
  {
    id: 'us-debt-calls',
    version: 1,
    country: 'US',
    region: null,
    kind: 'cap',
    cap: { kind: 'calls', scope: 'subject', max: 7, withinHours: 7 * 24 },
    source: '12 CFR 1006.14(b)(2)(i)(A)',
    note: 'A presumption, by debt, whichever number is called. Here each number is counted by itself.',
    ...READ,
  },
  {
    id: 'us-debt-rest',
    version: 1,
    country: 'US',
    region: null,
    kind: 'cap',
    cap: { kind: 'rest', scope: 'subject', days: 7 },
    source: '12 CFR 1006.14(b)(2)(i)(B)',
    note: 'The day of the conversation is the first of the seven; counted from its minute on, it is never less.',
    ...READ,
  },
]
