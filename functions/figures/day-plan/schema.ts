import { z } from 'zod'
import { addDays, isDate } from '../../lib/time/days'

/** Steps of planning a day, with their name and question. */
export const planSteps = {
  left: { name: 'Left', asks: 'What was left over?' },
  asked: { name: 'Asked', asks: 'What is asked for?' },
  length: { name: 'Length', asks: 'How long will each take?' },
  fit: { name: 'Fit', asks: 'Is it too much?' },
  order: { name: 'Order', asks: 'In which order, and when?' },
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

/** In characters: a line. */
export const lineLimit = 500
