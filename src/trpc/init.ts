import { initTRPC, TRPCError } from '@trpc/server'
import { ZodError } from 'zod'
import { assertMay } from '@/domain/access/may.rules'
import { assertOwnPassword } from '@/domain/access/one-time-password.rules'
import { ERROR_TABLE, type ErrorCode, RollcallError } from '@/domain/errors'
import { currentRequestId, nameRoute } from '@/domain/in-request'
import { errorHeaders, knownError } from '@/domain/known-error'
import { validationError } from '@/domain/parse-request'
import { logger } from '@/platform/logger'
import type { Context } from './context'

const t = initTRPC.context<Context>().create({
  errorFormatter({ shape, error }) {
    const { cause } = error
    const known = cause instanceof RollcallError ? cause : undefined
    const requestId = currentRequestId()
    const { stack: _, ...data } = shape.data as typeof shape.data & { stack?: string }
    return {
      ...shape,
      message:
        error.code === 'INTERNAL_SERVER_ERROR' && !known
          ? `Something went wrong on our side. Tell us the request id ${requestId}.`
          : error.message,
      data: { ...data, code: known?.code ?? codeOf(error), details: known?.details, requestId },
    }
  },
})

/**
 * Finds our code for an error that tRPC raises itself, such as an unknown procedure or a wrong method. The first row of
 * ERROR_TABLE with tRPC's code is the general one. A code without a row is an error on our side.
 */
function codeOf({ code }: TRPCError): ErrorCode {
  const codes = Object.keys(ERROR_TABLE) as ErrorCode[]
  return codes.find((each) => ERROR_TABLE[each].trpc === code) ?? 'INTERNAL_ERROR'
}

export const router = t.router

/** Turns our errors into tRPC's by ERROR_TABLE, and logs unexpected errors. */
const translateErrors = t.middleware(async ({ ctx, next, path }) => {
  nameRoute(path)
  const result = await next()
  if (result.ok) return result
  const cause = knownCause(result.error)
  if (cause) {
    const code = ERROR_TABLE[cause.code].trpc
    for (const [name, value] of Object.entries(errorHeaders(cause))) ctx.resHeaders.set(name, value)
    return { ...result, error: new TRPCError({ code, message: cause.message, cause }) }
  }
  if (result.error.code === 'INTERNAL_SERVER_ERROR') {
    logger.error({ err: result.error.cause, path }, 'A tRPC procedure failed.')
  }
  return result
})

/** Finds our error behind a tRPC error. Input that could not be parsed gets the same codes as in REST. */
function knownCause({ code, cause }: TRPCError): RollcallError | undefined {
  const known = knownError(cause)
  if (known) return known
  if (code !== 'BAD_REQUEST') return undefined
  if (cause instanceof ZodError) return validationError(cause)
  if (cause instanceof SyntaxError)
    return new RollcallError('INVALID_JSON', `The input is not JSON (${cause.message}).`)
  return undefined
}

/**
 * A procedure for operators (session cookie) and for internal tools (an API key, which wins), as far as
 * `OPERATION_TABLE` allows.
 */
export const procedure = t.procedure.use(translateErrors).use(async ({ ctx, next, path }) => {
  const caller = await ctx.caller()
  assertMay(caller.rights, path)
  if (caller.session) assertOwnPassword(caller.session.user, path)
  return next({ ctx: caller })
})

/** A procedure for operators alone: no key has what it takes (`OPERATION_TABLE`). */
export const sessionProcedure = procedure.use(async ({ ctx, next }) => {
  if (!ctx.session) throw new RollcallError('UNAUTHORIZED', 'Nobody is signed in.')
  return next({ ctx: { session: ctx.session } })
})
