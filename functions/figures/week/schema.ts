import { z } from 'zod'
import { isDate } from '../../lib/time/days'

/** Query of the page. A date that does not exist counts as today. */
export const weekView = (today: string) =>
  z.object({
    date: z.string().refine(isDate).catch(today),
    view: z.enum(['calendar', 'grid']).catch('calendar'),
  })
export type WeekView = z.output<ReturnType<typeof weekView>>

export const weekPath = (date: string, view: WeekView['view'] = 'calendar') =>
  `/week?date=${date}${view === 'grid' ? '&view=grid' : ''}`
