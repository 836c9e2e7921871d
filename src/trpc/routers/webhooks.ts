import { z } from 'zod'
import { idSchema } from '@/domain/id.schema'
import { createEndpoint } from '@/domain/webhooks/create-endpoint'
import { deleteEndpoint } from '@/domain/webhooks/delete-endpoint'
import { disableEndpoint } from '@/domain/webhooks/disable-endpoint'
import { enableEndpoint } from '@/domain/webhooks/enable-endpoint'
import { getDelivery } from '@/domain/webhooks/get-delivery'
import { getEndpoint } from '@/domain/webhooks/get-endpoint'
import { listDeliveries } from '@/domain/webhooks/list-deliveries'
import { listEndpointHealth } from '@/domain/webhooks/list-endpoint-health'
import { listEndpoints } from '@/domain/webhooks/list-endpoints'
import { recoverDeliveries } from '@/domain/webhooks/recover-deliveries'
import { replayDelivery } from '@/domain/webhooks/replay-delivery'
import { rotateSecret } from '@/domain/webhooks/rotate-secret'
import { sendTestMessage } from '@/domain/webhooks/send-test-message'
import { updateEndpoint } from '@/domain/webhooks/update-endpoint'
import {
  createEndpointSchema,
  deliveryListQuerySchema,
  recoverDeliveriesSchema,
  updateEndpointSchema,
} from '@/domain/webhooks/webhook.schema'
import { procedure, router } from '@/trpc/init'

const byEndpoint = z.strictObject({ endpointId: idSchema })
const byDelivery = z.strictObject({ deliveryId: idSchema })

const endpointsRouter = router({
  list: procedure.query(async ({ ctx }) => ({ endpoints: await listEndpoints(ctx.actor) })),

  health: procedure.query(async ({ ctx }) => ({ endpoints: await listEndpointHealth(ctx.actor) })),

  get: procedure.input(byEndpoint).query(({ ctx, input }) => getEndpoint(ctx.actor, input.endpointId)),

  create: procedure.input(createEndpointSchema).mutation(({ ctx, input }) => createEndpoint(ctx.actor, input)),

  /** Changes the URL, or what the endpoint is told of. */
  update: procedure
    .input(byEndpoint.extend(updateEndpointSchema.shape))
    .mutation(({ ctx, input: { endpointId, ...changes } }) => updateEndpoint(ctx.actor, endpointId, changes)),

  /** Sends the endpoint a message that says that it is a test. */
  test: procedure.input(byEndpoint).mutation(({ ctx, input }) => sendTestMessage(ctx.actor, input.endpointId)),

  rotateSecret: procedure.input(byEndpoint).mutation(({ ctx, input }) => rotateSecret(ctx.actor, input.endpointId)),

  disable: procedure.input(byEndpoint).mutation(async ({ ctx, input }) => {
    await disableEndpoint(ctx.actor, input.endpointId)
    return { success: true }
  }),

  enable: procedure.input(byEndpoint).mutation(async ({ ctx, input }) => {
    const { released } = await enableEndpoint(ctx.actor, input.endpointId)
    return { success: true, released }
  }),

  /** Sends again the deliveries of an endpoint that have failed since a moment. */
  recover: procedure
    .input(byEndpoint.extend(recoverDeliveriesSchema.shape))
    .mutation(({ ctx, input: { endpointId, since } }) => recoverDeliveries(ctx.actor, endpointId, { since })),

  delete: procedure.input(byEndpoint).mutation(async ({ ctx, input }) => {
    await deleteEndpoint(ctx.actor, input.endpointId)
    return { success: true }
  }),
})

const deliveriesRouter = router({
  list: procedure.input(deliveryListQuerySchema).query(({ ctx, input }) => listDeliveries(ctx.actor, input)),

  get: procedure.input(byDelivery).query(({ ctx, input }) => getDelivery(ctx.actor, input.deliveryId)),

  replay: procedure.input(byDelivery).mutation(({ ctx, input }) => replayDelivery(ctx.actor, input.deliveryId)),
})

export const webhooksRouter = router({ endpoints: endpointsRouter, deliveries: deliveriesRouter })
