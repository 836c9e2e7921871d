import pino from 'pino'
import { describeForLog, SECRET_NAMES, withoutPersons } from './log-privacy'
import { currentRequestId } from './request-context'

/**
 * Options that keep keys, numbers, names and addresses out of the log. Properties of the first three levels that could
 * hold one are redacted by name, errors are logged without the rows in Postgres's details, and whatever still looks
 * like a key, an address or a number is removed from the finished line.
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

/**
 * Writes JSON lines to stdout, for whoever runs the installation: ids, codes and counts, with the id of the request
 * that they belong to.
 */
export const logger = pino(logOptions)
