import pino from 'pino'
import { censor, describeForLog, SECRET_NAMES, withoutPersons, withoutSecrets } from './log-privacy'
import { currentRequestId } from './request-context'

/**
 * Options that keep keys, numbers, names and addresses out of the log. Properties that could hold one are redacted by
 * name at any depth, errors are logged without the rows in Postgres's details, and whatever still looks like a key, an
 * address or a number is removed from the finished line.
 */
export const logOptions: pino.LoggerOptions = {
  level: process.env.LOG_LEVEL ?? 'info',
  // Every property of a line and of a child's bindings goes through the censor, which looks into it at any depth. pino's
  // own paths would need one for each name and depth.
  redact: { paths: [...SECRET_NAMES.map((name) => `["${name}"]`), '*'], censor },
  serializers: { err: describeForLog },
  mixin: () => {
    const requestId = currentRequestId()
    return requestId === undefined ? {} : { requestId }
  },
  hooks: {
    streamWrite: withoutPersons,
    // What is written into the message (`%o`) is no property of the line.
    logMethod([first, ...others]: unknown[], method) {
      method.apply(this, [first, ...others.map(withoutSecrets)] as Parameters<typeof method>)
    },
  },
}

/**
 * Writes JSON lines to stdout, for whoever runs the installation: ids, codes and counts, with the id of the request
 * that they belong to.
 */
export const logger = pino(logOptions)
