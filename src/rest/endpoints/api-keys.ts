import { createKeySchema } from '@/domain/api-keys/api-key.schema'
import {
  apiKeySchema,
  apiKeysSchema,
  createdKeySchema,
  rotatedKeySchema,
} from '@/domain/api-keys/api-key-answer.schema'
import { createApiKey } from '@/domain/api-keys/create-api-key'
import { listApiKeys } from '@/domain/api-keys/list-api-keys'
import { revokeApiKey } from '@/domain/api-keys/revoke-api-key'
import { rotateApiKey } from '@/domain/api-keys/rotate-api-key'
import { defineEndpoint } from '@/rest/define-endpoint'
import { EXAMPLE } from '@/rest/docs/examples'

const keyExample = {
  keyId: EXAMPLE.keyId,
  name: 'Nightly sync',
  prefix: 'rollcall_Yx3kQ9',
  scopes: ['enroll' as const, 'read' as const],
  test: false,
  state: 'active' as const,
  createdAt: '2027-03-01T16:00:00.000Z',
  createdBy: 'Ada Lovelace',
  lastUsedAt: null,
  expiresAt: null,
  revokedAt: null,
  replacedBy: null,
}

const apiKey = 'rollcall_Yx3kQ9…'

/** `GET /keys` */
export const listKeysEndpoint = defineEndpoint({
  method: 'GET',
  path: '/keys',
  auth: 'apiKey',
  answers: { 200: apiKeysSchema },
  errors: [],
  docs: {
    operationId: 'listKeys',
    group: 'API keys',
    summary: 'List the API keys',
    description:
      'All that work, and those that ended within 30 days, newest first; 200 at most. Of a key nothing but its beginning is kept.',
    answers: { 200: { description: 'The keys.', example: { keys: [keyExample] } } },
  },
}).handle(async ({ actor }) => ({ status: 200, body: { keys: await listApiKeys(actor) } }))

/** `POST /keys` */
export const createKeyEndpoint = defineEndpoint({
  method: 'POST',
  path: '/keys',
  auth: 'apiKey',
  body: { kind: 'json', schema: createKeySchema },
  answers: { 201: createdKeySchema },
  errors: ['VALIDATION_ERROR', 'CONFLICT'],
  docs: {
    operationId: 'createKey',
    group: 'API keys',
    summary: 'Create an API key',
    description:
      'A key can give no scope that it lacks, and a test key makes test keys only (`FORBIDDEN`). The text of the key is in this answer and nowhere else.',
    request: { name: 'Nightly sync', scopes: ['enroll', 'read'] },
    answers: { 201: { description: 'Created.', example: { ...keyExample, apiKey } } },
  },
}).handle(async ({ actor, body }) => ({ status: 201, body: await createApiKey(actor, body) }))

/** `POST /keys/{keyId}/rotate` */
export const rotateKeyEndpoint = defineEndpoint({
  method: 'POST',
  path: '/keys/{keyId}/rotate',
  auth: 'apiKey',
  answers: { 201: rotatedKeySchema },
  errors: ['KEY_NOT_FOUND', 'CONFLICT'],
  docs: {
    operationId: 'rotateKey',
    group: 'API keys',
    summary: 'Rotate an API key',
    description:
      'Makes a key that follows it, with its name, scopes, end and limit. The key before works for another 24 hours; its `lastUsedAt` shows whether something still uses it. A key that was replaced already, or does not work any more, is a `CONFLICT`; so is any while 50 keys work.',
    answers: {
      201: {
        description: 'The key that follows.',
        example: { ...keyExample, apiKey, oldKeyUntil: '2027-03-02T16:00:00.000Z' },
      },
    },
  },
}).handle(async ({ actor, params }) => ({ status: 201, body: await rotateApiKey(actor, params.keyId) }))

/** `POST /keys/{keyId}/revoke` */
export const revokeKeyEndpoint = defineEndpoint({
  method: 'POST',
  path: '/keys/{keyId}/revoke',
  auth: 'apiKey',
  answers: { 200: apiKeySchema },
  errors: ['KEY_NOT_FOUND'],
  docs: {
    operationId: 'revokeKey',
    group: 'API keys',
    summary: 'Revoke an API key',
    description: 'It is refused from the next request on, for good. Repeating it changes nothing.',
    answers: {
      200: {
        description: 'The key, revoked.',
        example: { ...keyExample, state: 'revoked', revokedAt: '2027-03-05T09:30:00.000Z' },
      },
    },
  },
}).handle(async ({ actor, params }) => ({ status: 200, body: await revokeApiKey(actor, params.keyId) }))
