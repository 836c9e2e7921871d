import type { CallDetails } from '@/domain/results/call-details.rules'

/** What a result says beside its essentials when the dialer told nothing more, in the order in which it is answered. */
export const EMPTY_CALL_DETAILS: CallDetails = {
  summary: null,
  transcription: null,
  extractedVariables: {},
  outcomes: [],
  agentActions: [],
  humanActions: [],
  rescheduledAt: null,
  followUpMeetingDetails: null,
  crmSchedulingDetails: null,
  additional: {},
  notes: [],
}
