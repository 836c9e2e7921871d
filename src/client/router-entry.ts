import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '@/trpc/root'

// What write-router-types.ts reads; nothing imports it.

type KindsOf<Procedures> = {
  [Name in keyof Procedures]: Procedures[Name] extends { _def: { type: infer Kind } } ? Kind : KindsOf<Procedures[Name]>
}

export type Inputs = inferRouterInputs<AppRouter>
export type Outputs = inferRouterOutputs<AppRouter>
export type Kinds = KindsOf<AppRouter['_def']['record']>
