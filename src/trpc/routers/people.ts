import { erasePerson } from '@/domain/people/erase-person'
import { exportTrail } from '@/domain/people/export-trail'
import { getPerson } from '@/domain/people/get-person'
import { listPersonSequences } from '@/domain/people/list-person-sequences'
import { listTrail } from '@/domain/people/list-trail'
import {
  exportTrailSchema,
  personQuerySchema,
  personSequencesQuerySchema,
  trailQuerySchema,
} from '@/domain/people/person.schema'
import { optOutPerson } from '@/domain/suppression/opt-out-person'
import { optOutPersonSchema } from '@/domain/suppression/suppression.schema'
import { procedure, router } from '@/trpc/init'

/** People, by their numbers in any format. */
export const peopleRouter = router({
  get: procedure.input(personQuerySchema).query(({ ctx, input }) => getPerson(ctx.actor, input)),

  sequences: procedure
    .input(personSequencesQuerySchema)
    .query(({ ctx, input }) => listPersonSequences(ctx.actor, input)),

  /** Everything about one number, newest first. */
  trail: procedure.input(trailQuerySchema).query(({ ctx, input }) => listTrail(ctx.actor, input)),

  /** The same as one file. */
  exportTrail: procedure.input(exportTrailSchema).mutation(({ ctx, input }) => exportTrail(ctx.actor, input)),

  /** Notes that somebody asked not to be called again, and ends everything open of the number. */
  optOut: procedure.input(optOutPersonSchema).mutation(({ ctx, input }) => optOutPerson(ctx.actor, input)),

  erase: procedure.input(personQuerySchema).mutation(({ ctx, input }) => erasePerson(ctx.actor, input)),
})
