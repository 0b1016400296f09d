import { splitDays, type Zone } from '../lib/days'
import type { Use } from './schema'

/** How the whole seconds of a use fall on the days of a zone, the day it began first, as those of sessions do. */
export const daysOfUse = ({ started_at, ended_at }: Pick<Use, 'started_at' | 'ended_at'>, zone: Zone) =>
  splitDays(started_at, Math.floor((ended_at - started_at) / 1000), zone)
