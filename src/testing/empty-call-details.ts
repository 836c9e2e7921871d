import type { CallDetails } from '@/domain/results/call-details.rules'

/** The details of a call result about which the dialer told nothing, in the order in which the API answers them. */
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
  optOut: null,
  additional: {},
  notes: [],
}
