import { type AddressInfo, createServer } from 'node:net'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { guardedRequest } from './guarded-request'

// A name whose server says another address each time it is asked: public for whoever checks, private for whoever then
// connects. 127.0.0.2 stands for the public one, so that nothing leaves this machine.
const PUBLIC = '127.0.0.2'
const PRIVATE = '127.0.0.1'

const { answers, lookup } = vi.hoisted(() => {
  const answers: string[][] = []
  type Done = (error: null, found: { address: string; family: number }[]) => void
  const lookup = vi.fn((_name: string, _options: object, done: Done) => {
    const addresses = (answers.length > 1 ? answers.shift() : answers[0]) ?? []
    done(
      null,
      addresses.map((address) => ({ address, family: 4 })),
    )
  })
  return { answers, lookup }
})
vi.mock('node:dns', async (actual) => ({ ...(await actual<typeof import('node:dns')>()), lookup }))
vi.mock('./is-public-address', () => ({ isPublicAddress: (address: string) => address === PUBLIC }))

let port: number
let asked: (string | undefined)[]
// On every address of the machine: it remembers where a connection has come to, and ends it before any TLS.
const server = createServer((socket) => {
  asked.push(socket.localAddress)
  socket.destroy()
})

beforeEach(async () => {
  asked = []
  answers.length = 0
  lookup.mockClear()
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  port = (server.address() as AddressInfo).port
})
afterEach(() => {
  server.close()
})

const send = (...told: string[][]) => {
  answers.push(...told)
  const url = `https://rebound.example:${port}/`
  return guardedRequest({ method: 'POST', url, headers: {}, body: '', timeoutMs: 5_000, allowPrivate: false })
}

it('connects to the address that was checked, and asks for none a second time', async () => {
  await expect(send([PUBLIC], [PRIVATE])).rejects.toMatchObject({ kind: 'network' })
  expect(asked).toEqual([PUBLIC])
  expect(lookup).toHaveBeenCalledTimes(1)
})

it('checks again with the next request, over a connection of its own', async () => {
  await expect(send([PUBLIC], [PRIVATE])).rejects.toMatchObject({ kind: 'network' })
  await expect(send()).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining(PRIVATE) })
  expect(asked).toEqual([PUBLIC])
})

it.each([[[PUBLIC, PRIVATE]], [[PRIVATE, PUBLIC]], [[PRIVATE]], [[]]])(
  'connects to none of %j, when one is private or there is none',
  async (addresses) => {
    await expect(send(addresses)).rejects.toMatchObject({ kind: 'refused' })
    expect(asked).toEqual([])
  },
)
