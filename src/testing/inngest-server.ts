import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort } from '../../scripts/launcher/ports'
import { TEST_INNGEST_KEYS } from './inngest-keys'
import { until } from './until'

const READY_MS_MAX = 60_000

/**
 * Starts a real Inngest server: `inngest start` with the keys of the tests. It stores its state in a temporary folder.
 *
 * @param serveUrl the app's serve endpoint, which must be up
 */
export async function startInngestServer(
  binary: string,
  serveUrl: string,
  port: number,
): Promise<{ stop: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'inngest-'))
  const { eventKey, signingKeyHex } = TEST_INNGEST_KEYS
  const keys = ['--event-key', eventKey, '--signing-key', signingKeyHex]
  const ports = ['--port', String(port), '--connect-gateway-port', String(await findFreePort())]
  const grpc = [
    '--connect-gateway-grpc-port',
    String(await findFreePort()),
    '--connect-executor-grpc-port',
    String(await findFreePort()),
  ]
  const args = [
    'start',
    '--host',
    '127.0.0.1',
    ...keys,
    ...ports,
    ...grpc,
    '--sqlite-dir',
    directory,
    '--retry-interval',
    '1',
    '-u',
    serveUrl,
  ]
  const child = spawn(binary, args, { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] })
  let log = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (log += chunk))
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    await rm(directory, { recursive: true, force: true })
  }
  // The app registers itself, and its answer says at once whether the server has accepted the functions.
  const isRegistered = async () => {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}:\n${log}`)
    const up = await fetch(`http://127.0.0.1:${port}/health`).catch(() => null)
    return Boolean(up?.ok) && (await fetch(serveUrl, { method: 'PUT' })).ok
  }
  await until('the server knows the functions', isRegistered, READY_MS_MAX).catch(async (error: Error) => {
    await stop()
    throw new Error(`${error.message}\n${log}`)
  })
  return { stop }
}
