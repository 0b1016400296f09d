import { z } from 'zod'
import type { ProgramKind } from '../../auth/programs/jwt'
import { Instant } from '../../lib/api/values'

export type Device = {
  id: string
  kind: 'browser' | ProgramKind
  device: string
  /** epoch ms */
  created_at: number
  /** epoch ms; recorded once an hour for a browser */
  last_seen_at: number
}

export const kindNames = { browser: 'Browser', program: 'Program', extension: 'Browser extension' } as const

export const DeviceJson = z
  .object({
    id: z.string(),
    kind: z.enum(['browser', 'program', 'extension']),
    device: z.string().meta({ description: 'Description it gave when it signed in.' }),
    current: z.boolean().meta({ description: 'True for the current session.' }),
    created_at: Instant,
    last_seen_at: Instant,
  })
  .meta({ id: 'Device' })
