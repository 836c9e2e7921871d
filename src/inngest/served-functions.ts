import type { FunctionDefinition } from './define-function'
import { afterCallFunction } from './functions/after-call'
import { announceEndpointTroubleFunction } from './functions/announce-endpoint-trouble'
import { announceLowCreditsFunction } from './functions/announce-low-credits'
import { askAgainFunction } from './functions/ask-again'
import { compareCreditSumsFunction } from './functions/compare-credit-sums'
import { createSequencesFunction } from './functions/create-sequences'
import { deliverCallResultFunction } from './functions/deliver-call-result'
import { dispatchCallsFunction } from './functions/dispatch-calls'
import { dispatchPlannedCallsFunction } from './functions/dispatch-planned-calls'
import { fetchCallResultsFunction } from './functions/fetch-call-results'
import { fetchNudgedCallsFunction } from './functions/fetch-nudged-calls'
import { findDueWorkFunction } from './functions/find-due-work'
import { movePlannedCallsFunction } from './functions/move-planned-calls'
import { placeCallFunction } from './functions/place-call'
import { reconcileFunction } from './functions/reconcile'
import { runImportFunction } from './functions/run-import'
import { sendEmailFunction } from './functions/send-email'
import { settleUnsettledCallFunction } from './functions/settle-unsettled-call'
import { simulateCallFunction } from './functions/simulate-call'
import { sweepOldRowsFunction } from './functions/sweep-old-rows'
import { sweepOutboxFunction } from './functions/sweep-outbox'
import { sweepRetentionFunction } from './functions/sweep-retention'
import { tellEndpointsFunction } from './functions/tell-endpoints'

/** All functions of the background, for the engine and for the tests' event loop. */
export const servedFunctions: readonly FunctionDefinition[] = [
  createSequencesFunction,
  findDueWorkFunction,
  dispatchCallsFunction,
  dispatchPlannedCallsFunction,
  movePlannedCallsFunction,
  askAgainFunction,
  placeCallFunction,
  fetchCallResultsFunction,
  fetchNudgedCallsFunction,
  afterCallFunction,
  settleUnsettledCallFunction,
  sendEmailFunction,
  tellEndpointsFunction,
  deliverCallResultFunction,
  announceEndpointTroubleFunction,
  runImportFunction,
  simulateCallFunction,
  sweepOutboxFunction,
  reconcileFunction,
  compareCreditSumsFunction,
  announceLowCreditsFunction,
  sweepOldRowsFunction,
  sweepRetentionFunction,
]
