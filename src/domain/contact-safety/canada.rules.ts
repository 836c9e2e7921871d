import { type CallingRule, everyDay } from './calling-rule.rules'

export const CANADA_RULES: readonly CallingRule[] = [
  {
    id: 'ca-hours',
    version: 1,
    country: 'CA',
    region: null,
    kind: 'hours',
    hours: everyDay('09:00', '21:30', { saturday: ['10:00', '18:00'], sunday: ['10:00', '18:00'] }),
    source: 'CRTC Unsolicited Telecommunications Rules, Part III, s. 23 and 24; Part IV for automatic devices',
    readOn: '2026-11-30',
    readFrom: 'text',
  },
]
