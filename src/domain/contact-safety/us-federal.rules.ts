import { type CallingRule, everyDay } from './calling-rule.rules'

export const US_FEDERAL_RULES: readonly CallingRule[] = [
  {
    id: 'us-hours',
    version: 1,
    country: 'US',
    region: null,
    kind: 'hours',
    hours: everyDay('08:00', '21:00'),
    source: '47 CFR 64.1200(c)(1)',
    readOn: '2026-11-30',
    readFrom: 'text',
  },
]
