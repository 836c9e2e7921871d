import { erasePerson } from '@/domain/people/erase-person'
import { getPerson } from '@/domain/people/get-person'
import { listPersonSequences } from '@/domain/people/list-person-sequences'
import { personQuerySchema, personSequencesQuerySchema } from '@/domain/people/person.schema'
import { optOutPerson } from '@/domain/suppression/opt-out-person'
import { optOutPersonSchema } from '@/domain/suppression/suppression.schema'
import { procedure, router } from '@/trpc/init'

/** People, by their numbers in any format. */
export const peopleRouter = router({
  get: procedure.input(personQuerySchema).query(({ ctx, input }) => getPerson(ctx.actor, input)),

  sequences: procedure
    .input(personSequencesQuerySchema)
    .query(({ ctx, input }) => listPersonSequences(ctx.actor, input)),

  /** Notes that somebody asked not to be called again, and ends everything open of the number. */
  optOut: procedure.input(optOutPersonSchema).mutation(({ ctx, input }) => optOutPerson(ctx.actor, input)),

  erase: procedure.input(personQuerySchema).mutation(({ ctx, input }) => erasePerson(ctx.actor, input)),
})
