import { z } from 'zod'
import { PRIORITIES } from './priority.rules'

export const prioritySchema = z.enum(PRIORITIES, { error: 'Send priority as now, normal or low, in lower case.' })
