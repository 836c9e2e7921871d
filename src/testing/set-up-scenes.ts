import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import type { CreateAgentInput } from '@/domain/agents/create-agent.schema'
import { checkInvariants } from './check-invariants'
import { EventLoop } from './event-loop'
import { createTestOrganization, type TestOrganization } from './factories'
import { Scene } from './scene'
import { seededRandom } from './seeded-random'
import { startTestDialer, type TestDialer } from './test-dialer'

export type Scenes = {
  home: TestOrganization
  dialer: TestDialer
  loop: EventLoop
  /** Opens a scene for one test, in the organization of the file. */
  open: (agent?: Partial<CreateAgentInput>) => Promise<Scene>
}

/**
 * Sets up a test file about sequences: an organization, a dialer and an event loop. After every test, the loop handles
 * all remaining events, and the invariants of the organization are checked before and after that.
 */
export function setUpScenes(): Scenes {
  process.env.OUTBOUND_ALLOW_PRIVATE = '1'
  const scenes = {
    loop: new EventLoop(seededRandom(1)),
    open: (agent?: Partial<CreateAgentInput>) => Scene.open(scenes.home.actor, scenes.dialer.url, agent),
  } as Scenes
  beforeAll(async () => {
    scenes.dialer = await startTestDialer()
    scenes.home = await createTestOrganization()
  })
  beforeEach(() => scenes.loop.reset())
  afterEach(async () => {
    await checkInvariants(scenes.home.organizationId)
    await scenes.loop.run()
    await checkInvariants(scenes.home.organizationId)
  })
  afterAll(() => scenes.dialer.close())
  return scenes
}
