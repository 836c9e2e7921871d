import { pino } from 'pino'
import { ConfigError, parseConfig } from './config'
import { Executor } from './executor'

/**
 * Runs `npm run executor -- -u <app> -p <port>` until SIGTERM or SIGINT. The first signal stops it cleanly, a second
 * one at once.
 */
async function main(): Promise<void> {
  const config = parseConfig(process.argv.slice(2), process.env)
  const log = pino({ level: config.logLevel, base: { part: 'executor' } })
  const executor = new Executor(config, log)
  let stopping = false
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1)
    stopping = true
    log.info({ signal }, 'stopping')
    executor.stop().then(
      () => process.exit(0),
      (error) => {
        log.error({ err: error }, 'did not stop cleanly')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  const port = await executor.start()
  const mode = config.keys ? 'signed' : 'dev mode, unsigned'
  console.log(`Executor ready on http://${config.host}:${port} (${mode}), for ${config.appUrl}`)
}

main().catch((error: NodeJS.ErrnoException) => {
  if (error instanceof ConfigError) console.error(error.message)
  else if (error.code === 'EADDRINUSE')
    console.error(`The port is taken: ${error.message}. Choose another one with -p.`)
  else console.error(error)
  process.exit(1)
})
