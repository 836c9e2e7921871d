import pino from 'pino'
import { describeForLog, SECRET_NAMES, withoutPersons } from './log-privacy'
import { currentRequestId } from './request-context'

/**
 * No key, number, name or address has business in the log: what could hold one is redacted by its name, errors are told
 * without the rows that Postgres puts into their details, and what still looks like a key, an address or a number is taken
 * out of the finished line.
 */
export const logOptions: pino.LoggerOptions = {
  level: process.env.LOG_LEVEL ?? 'info',
  redact: SECRET_NAMES.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
  serializers: { err: describeForLog, error: describeForLog },
  mixin: () => {
    const requestId = currentRequestId()
    return requestId === undefined ? {} : { requestId }
  },
  hooks: { streamWrite: withoutPersons },
}

/** JSON lines on stdout, for whoever runs the installation: ids, codes and counts, with the id of the request they are about. */
export const logger = pino(logOptions)
