import { router } from './init'
import { accountRouter } from './routers/account'
import { agentsRouter } from './routers/agents'
import { apiKeysRouter } from './routers/api-keys'
import { auditLogRouter } from './routers/audit-log'
import { authRouter } from './routers/auth'
import { batchesRouter } from './routers/batches'
import { callsRouter } from './routers/calls'
import { creditsRouter } from './routers/credits'
import { dialerAccountsRouter } from './routers/dialer-accounts'
import { enrollmentRouter } from './routers/enrollment'
import { homeRouter } from './routers/home'
import { importsRouter } from './routers/imports'
import { mappingsRouter } from './routers/mappings'
import { membersRouter } from './routers/members'
import { organizationRouter } from './routers/organization'
import { peopleRouter } from './routers/people'
import { searchRouter } from './routers/search'
import { sequencesRouter } from './routers/sequences'
import { suppressionsRouter } from './routers/suppressions'
import { testsRouter } from './routers/tests'
import { webhooksRouter } from './routers/webhooks'

export const appRouter = router({
  auth: authRouter,
  account: accountRouter,
  organization: organizationRouter,
  home: homeRouter,
  members: membersRouter,
  agents: agentsRouter,
  apiKeys: apiKeysRouter,
  auditLog: auditLogRouter,
  dialerAccounts: dialerAccountsRouter,
  enrollment: enrollmentRouter,
  batches: batchesRouter,
  calls: callsRouter,
  mappings: mappingsRouter,
  imports: importsRouter,
  people: peopleRouter,
  search: searchRouter,
  sequences: sequencesRouter,
  credits: creditsRouter,
  tests: testsRouter,
  suppressions: suppressionsRouter,
  webhooks: webhooksRouter,
})

export type AppRouter = typeof appRouter
