import type { FunctionDefinition } from './define-function'
import { afterCallFunction } from './functions/after-call'
import { announceEndpointTroubleFunction } from './functions/announce-endpoint-trouble'
import { createSequencesFunction } from './functions/create-sequences'
import { deliverCallResultFunction } from './functions/deliver-call-result'
import { dispatchCallsFunction } from './functions/dispatch-calls'
import { findDueWorkFunction } from './functions/find-due-work'
import { placeCallFunction } from './functions/place-call'
import { reconcileFunction } from './functions/reconcile'
import { runImportFunction } from './functions/run-import'
import { sendEmailFunction } from './functions/send-email'
import { simulateCallFunction } from './functions/simulate-call'
import { sweepOutboxFunction } from './functions/sweep-outbox'

/** All functions of the background: what an engine is told of, and what the event loop of the tests runs. */
export const servedFunctions: readonly FunctionDefinition[] = [
  createSequencesFunction,
  findDueWorkFunction,
  dispatchCallsFunction,
  placeCallFunction,
  afterCallFunction,
  sendEmailFunction,
  deliverCallResultFunction,
  announceEndpointTroubleFunction,
  runImportFunction,
  simulateCallFunction,
  sweepOutboxFunction,
  reconcileFunction,
]
