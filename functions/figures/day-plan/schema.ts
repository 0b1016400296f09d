import { z } from 'zod'
import { addDays, isDate } from '../../lib/time/days'

/** Steps of planning a day, with their names and questions. */
export const planSteps = {
  left: { name: 'Left over', asks: 'What is left over?' },
  asked: { name: 'Wishes', asks: 'What do you want to do?' },
  length: { name: 'How long', asks: 'How long will each take?' },
  fit: { name: 'Does it fit', asks: 'Does it fit?' },
  order: { name: 'When', asks: 'When do you do what?' },
} as const
export type PlanStep = keyof typeof planSteps

export const stepNames = Object.keys(planSteps) as PlanStep[]

/** Maximum number of days ahead that can be planned. */
const daysAhead = 60

/** Query of the page. A date that cannot be planned counts as today. */
export const planView = (today: string) =>
  z.object({
    date: z
      .string()
      .overwrite((date) => (date === 'tomorrow' ? addDays(today, 1) : date))
      .refine((date) => isDate(date) && date >= today && date <= addDays(today, daysAhead))
      .catch(today),
    step: z.enum(stepNames).catch('left'),
  })
export type PlanView = z.output<ReturnType<typeof planView>>

export const planPath = (date: string, step: PlanStep) => `/plan?date=${date}&step=${step}`

/** Maximum length of a line, in characters. */
export const planLineLimit = 500
