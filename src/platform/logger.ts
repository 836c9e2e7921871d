import pino from 'pino'

/** JSON lines on stdout. Secrets have no business in a log: what could hold one is redacted by name. */
export const logger = pino({
  level: process.env.LOG_LEVEL ?? 'info',
  redact: ['*.authorization', '*.cookie', '*.password', '*["x-api-key"]', '*.apiKey', '*.secret'],
})
