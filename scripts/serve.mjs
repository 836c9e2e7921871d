// The app: Next behind the server of src/front, in one process. `node scripts/serve.mjs start -p 3000 -H 127.0.0.1`, or
// `dev` in place of `start`.
import { parseArgs } from 'node:util'
import next from 'next'
import { tsImport } from 'tsx/esm/api'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { port: { type: 'string', short: 'p' }, hostname: { type: 'string', short: 'H' } },
})
const isDev = positionals[0] === 'dev'
const port = Number(values.port ?? process.env.PORT ?? 3000)
const hostname = values.hostname ?? '127.0.0.1'
process.env.NODE_ENV ??= isDev ? 'development' : 'production'

// Only what stands in front is TypeScript; Next loads what it has built, without a loader of ours in between.
const { createFrontServer } = await tsImport('../src/front/front-server.ts', import.meta.url)

/** @type {import('node:http').RequestListener} */
let answer
const server = createFrontServer({
  answer: (request, response) => answer(request, response),
  isDev,
  isHttps: (process.env.APP_URL ?? '').startsWith('https:'),
})
const app = next({ dev: isDev, dir: import.meta.dirname.replace(/\/scripts$/, ''), hostname, port, httpServer: server })
await app.prepare()
answer = app.getRequestHandler()
// In development Next takes what nobody has caught for a fault of a page and lives on: a server that nobody can reach.
server.once('error', (error) => {
  console.error(error.message)
  process.exit(1)
})
server.listen(port, hostname, () => console.log(`Listening on http://${hostname}:${port}`))

let stopping = false
async function stop() {
  if (stopping) return
  stopping = true
  // What is being answered is answered; whoever keeps an idle connection loses it.
  await new Promise((resolve) => server.close(resolve))
  await app.close()
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop)
