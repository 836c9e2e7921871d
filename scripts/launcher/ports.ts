import { connect, createServer } from 'node:net'

/** Finds a TCP port of 127.0.0.1 that nothing listens on right now, chosen by the system. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => {
        if (address && typeof address === 'object') resolve(address.port)
        else reject(new Error('The system gave no free port.'))
      })
    })
  })
}

/**
 * Says why `host:port` cannot be listened on; null when it can.
 *
 * @param host an address of this machine, such as 127.0.0.1 or 0.0.0.0
 */
export async function findPortTrouble(port: number, host: string): Promise<string | null> {
  const code = await listenError(port, host)
  if (code === 'EACCES')
    return `Port ${port} is reserved for administrators. Choose one from 1024 up: PORT=3000 npm start`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `${host} is not an address of this machine. Change HOST.`
  // Some systems let two programs listen on one port, with different addresses: one that answers takes it as well.
  if (code === 'EADDRINUSE' || (await accepts(port, '127.0.0.1'))) {
    return `Port ${port} is taken by another program. Stop that one, or choose another port: PORT=${port + 1} npm start`
  }
  return code === null ? null : `Cannot listen on ${host}:${port} (${code}).`
}

/** Tells whether something accepts TCP connections at this address within a second. */
export function accepts(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: 1000 })
    const answer = (accepted: boolean) => {
      socket.destroy()
      resolve(accepted)
    }
    socket.once('connect', () => answer(true))
    socket.once('error', () => answer(false))
    socket.once('timeout', () => answer(false))
  })
}

function listenError(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)))
  })
}
