import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '@/trpc/root'

export type RouterOutputs = inferRouterOutputs<AppRouter>
export type RouterInputs = inferRouterInputs<AppRouter>

export type AgentSummary = RouterOutputs['agents']['list']['agents'][number]
export type AgentUsage = RouterOutputs['agents']['usage']['agents'][number]
export type AgentDetails = RouterOutputs['agents']['get']
export type BatchSummary = RouterOutputs['batches']['list']['batches'][number]
export type BatchDetails = RouterOutputs['batches']['get']
export type BatchChain = RouterOutputs['batches']['chains']['chains'][number]
export type SequenceSummary = RouterOutputs['sequences']['results']['sequences'][number]
export type SequenceDetails = RouterOutputs['sequences']['get']
export type ChainNeighbours = NonNullable<RouterOutputs['sequences']['chain']>
export type BatchSequence = RouterOutputs['batches']['sequences']['sequences'][number]
export type BatchRejection = RouterOutputs['batches']['rejected']['rejected'][number]
export type Today = RouterOutputs['home']['today']
export type UnderWay = RouterOutputs['home']['underWay']['underWay'][number]
export type Attention = RouterOutputs['home']['attention']['attention'][number]
export type CreditForecast = RouterOutputs['credits']['forecast']
export type CreditUsage = RouterOutputs['credits']['usage']
export type WebhookEndpoint = RouterOutputs['webhooks']['endpoints']['list']['endpoints'][number]
export type WebhookEndpointHealth = RouterOutputs['webhooks']['endpoints']['health']['endpoints'][number]
export type WebhookDelivery = RouterOutputs['webhooks']['deliveries']['list']['deliveries'][number]
export type WebhookDeliveryDetails = RouterOutputs['webhooks']['deliveries']['get']
export type ListedImport = RouterOutputs['imports']['list']['imports'][number]
export type ImportDetails = RouterOutputs['imports']['get']
export type ImportBatch = ImportDetails['batches'][number]
export type ImportRejection = RouterOutputs['imports']['rejected']['rejected'][number]
export type AgentVersion = RouterOutputs['agents']['versions']['versions'][number]
export type Member = RouterOutputs['members']['list']['members'][number]
export type Invitation = RouterOutputs['members']['list']['invitations'][number]
export type SentInvitation = RouterOutputs['members']['invitations']['create']
export type AccountSession = RouterOutputs['account']['sessions']['list']['sessions'][number]
export type Found = RouterOutputs['search']['find']
export type Person = RouterOutputs['people']['get']
export type PersonSequence = RouterOutputs['people']['sequences']['sequences'][number]
