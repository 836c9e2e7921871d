import { serve } from 'inngest/next'
import { inngest } from '@/platform/inngest-client'
import { servedFunctions } from './served-functions'
import { toInngestFunction } from './to-inngest-function'

/** The endpoint that the engine calls: embedded executor, Inngest Cloud or a self-hosted server. */
export const handlers = serve({ client: inngest, functions: servedFunctions.map(toInngestFunction) })
