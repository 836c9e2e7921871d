import type { Inngest } from 'inngest'
import { createTestClient, startTestApp, TEST_KEYS } from '../src/executor/testing/test-app'

// The app of the engine benchmarks, as a process of its own: functions that do next to nothing, so that the engine's own
// work shows. Started by background.ts; it tells by IPC which run has come to its end.

const [enginePort, appPort] = process.argv.slice(2).map(Number) as [number, number]
Object.assign(process.env, TEST_KEYS)
const client: Inngest = createTestClient('cloud', enginePort)

const ended = (n: number) => process.send?.({ ended: n })

// As our functions of one step are served (`isOneStep`), and as the SDK does by itself.
const single = client.createFunction(
  { id: 'single', triggers: [{ event: 'bench/single' }], checkpointing: { bufferedSteps: 2 } },
  async ({ event, step }) => {
    await step.run('only', () => event.data.n)
    ended(event.data.n)
  },
)

const reported = client.createFunction(
  { id: 'reported', triggers: [{ event: 'bench/reported' }] },
  async ({ event, step }) => {
    await step.run('only', () => event.data.n)
    ended(event.data.n)
  },
)

const several = client.createFunction(
  { id: 'several', triggers: [{ event: 'bench/several' }] },
  async ({ event, step }) => {
    await step.run('first', () => 1)
    await step.run('second', () => 2)
    await step.sleep('nap', '1s')
    await step.run('third', () => 3)
    ended(event.data.n)
  },
)

const app = await startTestApp(client, [single, reported, several], appPort)
process.send?.({ url: app.url })
process.once('disconnect', () => process.exit(0))
