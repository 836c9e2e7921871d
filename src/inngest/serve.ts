import { serve } from 'inngest/next'
import { inngest } from '@/platform/inngest-client'
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

/** The endpoint that the engine calls: embedded executor, Inngest Cloud or a self-hosted server. */
export const handlers = serve({
  client: inngest,
  functions: [
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
  ],
})
