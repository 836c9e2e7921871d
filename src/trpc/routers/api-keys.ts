import { createKeySchema, keyIdSchema, requestLogQuerySchema } from '@/domain/api-keys/api-key.schema'
import { createApiKey } from '@/domain/api-keys/create-api-key'
import { getApiKey } from '@/domain/api-keys/get-api-key'
import { listApiKeys } from '@/domain/api-keys/list-api-keys'
import { listRequests } from '@/domain/api-keys/list-requests'
import { revokeApiKey } from '@/domain/api-keys/revoke-api-key'
import { rotateApiKey } from '@/domain/api-keys/rotate-api-key'
import { procedure, router } from '@/trpc/init'

export const apiKeysRouter = router({
  list: procedure.query(async ({ ctx }) => ({ keys: await listApiKeys(ctx.actor) })),

  get: procedure.input(keyIdSchema).query(({ ctx, input }) => getApiKey(ctx.actor, input.keyId)),

  create: procedure.input(createKeySchema).mutation(({ ctx, input }) => createApiKey(ctx.actor, input)),

  rotate: procedure.input(keyIdSchema).mutation(({ ctx, input }) => rotateApiKey(ctx.actor, input.keyId)),

  revoke: procedure.input(keyIdSchema).mutation(({ ctx, input }) => revokeApiKey(ctx.actor, input.keyId)),

  /** The last requests of a key. */
  requests: procedure.input(requestLogQuerySchema).query(({ ctx, input }) => listRequests(ctx.actor, input)),
})
