import { splitDays, type Zone } from '../lib/days'
import type { Use } from './schema'

export const daysOfUse = ({ started_at, ended_at }: Pick<Use, 'started_at' | 'ended_at'>, zone: Zone) =>
  splitDays(started_at, Math.floor((ended_at - started_at) / 1000), zone)
