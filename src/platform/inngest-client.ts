import { Inngest, Middleware } from 'inngest'
import { inBackground } from './background'
import { logger } from './logger'
import { countFunctionRun, countFunctionStep } from './metrics'
import { withRequestContext } from './request-context'

/**
 * Gives a function's run the id of the request that it follows from, which is in its event. Its log lines and the
 * events that it records carry that id.
 */
class RequestIds extends Middleware.BaseMiddleware {
  override readonly id = 'request-ids'

  override wrapFunctionHandler({ ctx, next }: Middleware.WrapFunctionHandlerArgs): Promise<unknown> {
    const { requestId } = cause(ctx)
    return requestId === undefined ? next() : withRequestContext({ requestId }, next)
  }

  /** Wraps each step too, because the SDK runs the body of a step outside of the handler's context. */
  override wrapStepHandler({ ctx, fn, next }: Middleware.WrapStepHandlerArgs): Promise<unknown> {
    countFunctionStep({ function: fn.id() })
    const { requestId } = cause(ctx)
    return requestId === undefined ? next() : withRequestContext({ requestId }, next)
  }

  override onRunComplete({ ctx, fn }: Middleware.OnRunCompleteArgs): void {
    countFunctionRun({ function: fn.id(), outcome: 'completed' })
    logger.info({ function: fn.id(), runId: ctx.runId, ...cause(ctx) }, 'A function has run.')
  }

  override onRunError({ ctx, fn, error, isFinalAttempt }: Middleware.OnRunErrorArgs): void {
    if (isFinalAttempt) countFunctionRun({ function: fn.id(), outcome: 'failed' })
    const told = { function: fn.id(), runId: ctx.runId, attempt: ctx.attempt, err: error, ...cause(ctx) }
    logger.warn(told, isFinalAttempt ? 'A function has failed for good.' : 'A function failed and is tried again.')
  }
}

type Sent = { data?: unknown }

/**
 * Returns the ids in the events that started a run: of a batch, those that all of its events have in common. After a
 * last failure, these are the events of the failed run.
 */
function cause({ event, events }: { event?: Sent; events?: readonly Sent[] }): Record<string, string> {
  const failed = (event?.data ?? {}) as { event?: Sent; events?: readonly Sent[] }
  const [first = {}, ...others] = (failed.events ?? (failed.event ? [failed.event] : (events ?? [event ?? {}]))).map(
    ({ data }) => (data ?? {}) as Record<string, unknown>,
  )
  return Object.fromEntries(
    Object.entries(first).filter(
      (entry): entry is [string, string] =>
        /^\w+Id$/.test(entry[0]) &&
        typeof entry[1] === 'string' &&
        others.every((other) => other[entry[0]] === entry[1]),
    ),
  )
}

/** Marks a function and each of its steps as work of the background. */
class Background extends Middleware.BaseMiddleware {
  override readonly id = 'background'

  override wrapFunctionHandler({ next }: Middleware.WrapFunctionHandlerArgs): Promise<unknown> {
    return inBackground(next)
  }

  override wrapStepHandler({ next }: Middleware.WrapStepHandlerArgs): Promise<unknown> {
    return inBackground(next)
  }
}

/**
 * The one Inngest client. The standard `INNGEST_*` variables decide which engine it talks to: the embedded executor
 * (`npm start` sets them), Inngest Cloud or a self-hosted server. Its id is the first part of every function's id.
 */
export const inngest = new Inngest({
  id: 'rollcall',
  logger: logger.child({ part: 'inngest' }),
  middleware: [Background, RequestIds],
})

const REACH_TIMEOUT_MS = 1_000

/**
 * Tells whether the engine answers HTTP within a second. Any answer below 500 counts, even a 404, because the three
 * engines share no health path.
 */
export async function reachEngine(): Promise<boolean> {
  try {
    const answer = await fetch(inngest.eventBaseUrl, { method: 'HEAD', signal: AbortSignal.timeout(REACH_TIMEOUT_MS) })
    return answer.status < 500
  } catch {
    return false
  }
}
